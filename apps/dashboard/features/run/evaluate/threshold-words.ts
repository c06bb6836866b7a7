import { formatShort } from '@bestiary/ui/format';

/** A threshold in four significant digits: `0.37`, `0.9996`; beyond 1 nothing is predicted as the positive class. */
export function thresholdWords(threshold: number): string {
  return threshold > 1 ? '>1' : formatShort(threshold, 4);
}

/** What is saved with a two-class run as its tags. */
export interface SavedThreshold {
  threshold: number;
  /** the class that is predicted from it on; `null`: the second class */
  positive: string | null;
}

/** The threshold saved with a run; `null` for none, or one that is no number within 0..1. */
export function savedThreshold(tags: Readonly<Record<string, string>>): SavedThreshold | null {
  const text = tags[THRESHOLD_TAG];
  if (text === undefined || text.trim() === '') return null;
  const threshold = Number(text);
  const isOne = threshold >= 0 && threshold <= 1 + Number.EPSILON;
  return isOne ? { threshold, positive: tags[POSITIVE_TAG] ?? null } : null;
}

/** Saved of a two-class run: the second class unless its first is named. */
export function savedPositive(saved: SavedThreshold | null, classNames: readonly string[]): 0 | 1 {
  return saved?.positive != null && saved.positive === classNames[0] ? 0 : 1;
}

export const THRESHOLD_TAG = 'threshold';
export const POSITIVE_TAG = 'threshold_class';
