'use client';
import { useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();
let now = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const never = () => () => undefined;

/**
 * The time in Unix milliseconds, one clock for the page; `null` while the server renders, which knows neither the
 * reader's time nor zone.
 *
 * @param ticking false: the time of the first rendering, without further ones
 */
export function useNow(ticking = true): number | null {
  return useSyncExternalStore(
    ticking ? subscribe : never,
    () => (now ||= Date.now()),
    () => null,
  );
}
