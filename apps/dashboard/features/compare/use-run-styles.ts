'use client';
import { useState } from 'react';
import { styleRuns, type RunStyle } from '@bestiary/ui/run-styles';

/** How each run is drawn; while the page is open a run keeps its style, whatever runs come and go. */
export function useRunStyles(ids: readonly string[]): ReadonlyMap<string, RunStyle> {
  const [styles, setStyles] = useState(() => styleRuns(ids));
  if (ids.every((id) => styles.has(id))) return styles;
  // those that went are remembered: they may come back
  const next = new Map([...styles, ...styleRuns(ids, styles)]);
  setStyles(next);
  return next;
}
