'use client';
import { useCallback } from 'react';
import { useChartSearch } from '../../charts/chart-search.ts';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import type { ImagePick } from './image-pick.ts';

/** Where nothing was clicked, the mistakes are shown. */
const MISTAKES: ImagePick = { kind: 'wrong' };

const PICKED = { show: EVALUATE_SEARCH.show };

/** Which images are shown, and how to show others: the address says it, and Back goes back. */
export function usePick(): {
  pick: ImagePick;
  show: (next: ImagePick) => void;
  /** as `show`, but leaves no step to go back to and scrolls nowhere: for keys that are held down */
  move: (next: ImagePick) => void;
  /** left out where nothing was clicked */
  clear: (() => void) | undefined;
} {
  const [{ show: picked }, setSearch] = useChartSearch(PICKED);
  const show = useCallback(
    (next: ImagePick) => {
      void setSearch({ show: next }, { history: 'push' });
      // on a narrow screen the images are further up or down
      document.getElementById('picked-images')?.scrollIntoView({ block: 'nearest' });
    },
    [setSearch],
  );
  const move = useCallback((next: ImagePick) => void setSearch({ show: next }), [setSearch]);
  const clear = useCallback(() => void setSearch({ show: null }, { history: 'push' }), [setSearch]);
  return { pick: picked ?? MISTAKES, show, move, clear: picked === null ? undefined : clear };
}
