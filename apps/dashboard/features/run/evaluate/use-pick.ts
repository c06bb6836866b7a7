'use client';
import { useCallback } from 'react';
import { useQueryState } from 'nuqs';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import type { ImagePick } from './image-pick.ts';

/** Where nothing was clicked, the mistakes are shown. */
const MISTAKES: ImagePick = { kind: 'wrong' };

/** Which images are shown, and how to show others: the address says it, and Back goes back. */
export function usePick(): {
  pick: ImagePick;
  show: (next: ImagePick) => void;
  /** as `show`, but leaves no step to go back to and scrolls nowhere: for keys that are held down */
  move: (next: ImagePick) => void;
  /** left out where nothing was clicked */
  clear: (() => void) | undefined;
} {
  const [picked, setPicked] = useQueryState('show', EVALUATE_SEARCH.show);
  const show = useCallback(
    (next: ImagePick) => {
      void setPicked(next, { history: 'push' });
      // on a narrow screen the images are further up or down
      document.getElementById('picked-images')?.scrollIntoView({ block: 'nearest' });
    },
    [setPicked],
  );
  const move = useCallback((next: ImagePick) => void setPicked(next), [setPicked]);
  const clear = useCallback(() => void setPicked(null, { history: 'push' }), [setPicked]);
  return { pick: picked ?? MISTAKES, show, move, clear: picked === null ? undefined : clear };
}
