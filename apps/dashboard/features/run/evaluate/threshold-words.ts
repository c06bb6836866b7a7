/** A threshold in four significant digits: `0.37`, `0.9996`; beyond 1 nothing is predicted as class 1. */
export function thresholdWords(threshold: number): string {
  return threshold > 1 ? '>1' : String(Number(threshold.toPrecision(4)));
}

/** The threshold saved with a run as its tag; `null` for none, or one that is no number within 0..1. */
export function savedThreshold(tags: Readonly<Record<string, string>>): number | null {
  const text = tags[THRESHOLD_TAG];
  if (text === undefined || text.trim() === '') return null;
  const threshold = Number(text);
  return threshold >= 0 && threshold <= 1 + Number.EPSILON ? threshold : null;
}

export const THRESHOLD_TAG = 'threshold';
