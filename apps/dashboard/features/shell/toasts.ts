'use client';
import { useSyncExternalStore } from 'react';

/** What was done, and how it is undone. */
export interface ToastMessage {
  text: string;
  isError?: boolean;
  undo?: () => void;
}

let shown: ToastMessage | null = null;
const listeners = new Set<() => void>();

/** Shows what was done, in place of what was shown before; null takes it away. */
export function tell(message: ToastMessage | null): void {
  shown = message;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The message that is shown now. */
export function useToast(): ToastMessage | null {
  return useSyncExternalStore(
    subscribe,
    () => shown,
    () => null,
  );
}
