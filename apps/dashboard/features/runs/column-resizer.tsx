'use client';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { allowedWidth, GREATEST_WIDTH, LEAST_WIDTH } from './table-layout.ts';

/** How far an arrow key moves the edge, in rem; with Shift four times as far. */
const STEP = 0.5;

/**
 * The edge between a column and the next: dragged, or moved with the arrow keys; two clicks, or Delete, give the column
 * its own width back.
 */
export function ColumnResizer({
  title,
  width,
  onPreview,
  onResize,
}: {
  title: string;
  /** that was chosen, in rem; undefined: the column's own */
  width: number | undefined;
  /** while it is dragged */
  onPreview: (width: number) => void;
  /** undefined gives the column its own width back */
  onResize: (width: number | undefined) => void;
}) {
  const drag = useRef<{ x: number; from: number; to: number }>(undefined);
  const [measured, setMeasured] = useState<number>();
  const shown = width ?? measured;

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    event.preventDefault();
    event.currentTarget.setPointerCapture(event.pointerId);
    const from = widthOf(event.currentTarget);
    drag.current = { x: event.clientX, from, to: from };
  };
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (drag.current === undefined) return;
    const { x, from } = drag.current;
    drag.current.to = allowedWidth(from + (event.clientX - x) / remInPixels());
    onPreview(drag.current.to);
  };
  const onPointerUp = () => {
    const dragged = drag.current;
    drag.current = undefined;
    if (dragged !== undefined && dragged.to !== dragged.from) onResize(dragged.to);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const now = width ?? widthOf(event.currentTarget);
    const step = event.shiftKey ? STEP * 4 : STEP;
    switch (event.key) {
      case 'ArrowLeft':
        onResize(allowedWidth(now - step));
        break;
      case 'ArrowRight':
        onResize(allowedWidth(now + step));
        break;
      case 'Delete':
        onResize(undefined);
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <span
      role="separator"
      tabIndex={0}
      aria-orientation="vertical"
      aria-label={`Width of ${title}`}
      aria-valuemin={LEAST_WIDTH}
      aria-valuemax={GREATEST_WIDTH}
      aria-valuenow={shown ?? LEAST_WIDTH}
      aria-valuetext={shown === undefined ? 'its own' : `${shown} rem`}
      onFocus={(event) => setMeasured(widthOf(event.currentTarget))}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onLostPointerCapture={onPointerUp}
      onDoubleClick={() => onResize(undefined)}
      onKeyDown={onKeyDown}
      className="group/edge absolute inset-y-0 -right-[0.6rem] z-[2] flex w-[0.45rem] cursor-col-resize touch-none items-center justify-center"
    >
      <span
        aria-hidden
        className="h-4 w-px bg-line group-hover/edge:h-full group-hover/edge:w-0.5 group-hover/edge:bg-accent group-focus-visible/edge:h-full group-focus-visible/edge:w-0.5 group-focus-visible/edge:bg-accent"
      />
    </span>
  );
}

/** Of the column that an edge belongs to, in rem; what of its cell covers the gap before it does not count. */
function widthOf(edge: HTMLElement): number {
  const cell = edge.parentElement!;
  const covering = parseFloat(getComputedStyle(cell).marginLeft);
  return allowedWidth((cell.getBoundingClientRect().width + covering) / remInPixels());
}

function remInPixels(): number {
  return parseFloat(getComputedStyle(document.documentElement).fontSize);
}
