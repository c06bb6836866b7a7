import type { Classifier } from '@bestiary/models/classifier';

/** The tags by which the dashboard keeps a threshold with a two-class run, and the class that is predicted from it on. */
export const THRESHOLD_TAGS = ['threshold', 'threshold_class'] as const;

/**
 * The threshold that was saved with a two-class run, as one of the second class' probability.
 *
 * @returns undefined for none, or one that is no number within 0..1
 */
export function savedThreshold(
  tags: Readonly<Record<string, string>>,
  classNames: readonly string[],
): number | undefined {
  const [text, positive] = THRESHOLD_TAGS.map((name) => tags[name]);
  if (classNames.length !== 2 || text === undefined || text.trim() === '') return undefined;
  const threshold = Number(text);
  if (!(threshold >= 0 && threshold <= 1 + Number.EPSILON)) return undefined;
  return Math.min(1, Math.max(0, positive === classNames[0] ? 1 - threshold : threshold));
}

/** A classifier that decides as was saved with the run that made it. */
export function withSavedThreshold(
  classifier: Classifier,
  tags: Readonly<Record<string, string>>,
): Classifier {
  const { metadata } = classifier;
  const threshold = savedThreshold(tags, metadata.classNames) ?? metadata.threshold;
  return { ...classifier, metadata: { ...metadata, threshold } };
}
