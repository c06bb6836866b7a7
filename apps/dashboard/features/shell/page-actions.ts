'use client';
import { useEffect, useRef } from 'react';

/** Something that can be done on the page: by a key, by the command menu, or both. */
export interface PageAction {
  title: string;
  /** `KeyboardEvent.key` that does it */
  key?: string;
  /** how the key is written, where that is not `key` */
  shown?: string;
  /** none where what has the focus does it by itself */
  act?: () => void;
  /** whether the command menu has it */
  isCommand?: boolean;
}

interface Entry {
  where: string;
  actions: { current: readonly PageAction[] };
}

const entries = new Set<Entry>();

/** Where a key is text, or means something to what is open. */
const TAKES_KEYS = 'input, textarea, select, [contenteditable], [role=dialog], [role=menu], [role=listbox]';

/**
 * Offers actions while the component is on the page. Single keys are heard wherever the focus is, but where one types
 * and in what is open above the page; of each the browser's own meaning is dropped.
 *
 * @param where what they belong to: the heading of their list
 */
export function usePageActions(where: string, actions: readonly PageAction[]): void {
  const latest = useRef(actions);
  useEffect(() => {
    latest.current = actions;
  });
  useEffect(() => {
    const entry: Entry = { where, actions: latest };
    entries.add(entry);
    const listen = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (event.target instanceof Element && event.target.closest(TAKES_KEYS)) return;
      const act = latest.current.find(({ key }) => key === event.key)?.act;
      if (act === undefined) return;
      event.preventDefault();
      act();
    };
    window.addEventListener('keydown', listen);
    return () => {
      entries.delete(entry);
      window.removeEventListener('keydown', listen);
    };
  }, [where]);
}

/** Where belongs what every page has. */
export const EVERYWHERE = 'Everywhere';

/** What can be done now, by where it belongs: what the page alone has comes first. */
export function pageActions(): { where: string; actions: readonly PageAction[] }[] {
  const byPlace = new Map<string, PageAction[]>();
  for (const { where, actions } of entries) {
    byPlace.set(where, [...(byPlace.get(where) ?? []), ...actions.current]);
  }
  return [...byPlace]
    .map(([where, actions]) => ({ where, actions }))
    .sort((a, b) => Number(a.where === EVERYWHERE) - Number(b.where === EVERYWHERE));
}
