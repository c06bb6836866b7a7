'use client';
import { useEffect, useRef, useState, type RefObject } from 'react';

/** The width of an element in pixels, as it changes; `fallback` until it is known. */
export function useWidth<Element extends HTMLElement>(
  fallback: number,
): [element: RefObject<Element | null>, width: number] {
  const element = useRef<Element>(null);
  const [width, setWidth] = useState(fallback);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, []);
  return [element, width];
}
