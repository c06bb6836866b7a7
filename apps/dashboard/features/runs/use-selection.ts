'use client';
import { useSyncExternalStore } from 'react';
import { NOTHING_SELECTED, readSelection, writeSelection, type RunSelection } from './run-selection.ts';

/** Where the tab keeps what is ticked while another page is open. */
const KEY = 'bestiary-selected-runs';

let selection: RunSelection | undefined;
const listeners = new Set<() => void>();

function current(): RunSelection {
  selection ??= readSelection(sessionStorage.getItem(KEY));
  return selection;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Ticks runs, for as long as the tab is open. */
export function select(change: (before: RunSelection) => RunSelection): void {
  selection = change(current());
  sessionStorage.setItem(KEY, writeSelection(selection));
  for (const listener of listeners) listener();
}

/** The ticked runs. */
export function useSelection(): RunSelection {
  return useSyncExternalStore(subscribe, current, () => NOTHING_SELECTED);
}
