import { type Confusion, labelledAs } from './confusion.ts';

/** A cell off the diagonal: rows of one label predicted as another. */
export interface ConfusedPair {
  readonly label: number;
  readonly predicted: number;
  readonly count: number;
  /** of the rows with this label, 0..1 */
  readonly share: number;
}

/**
 * The cells of wrong predictions, most rows first, then the larger share of their label, then the lower classes.
 *
 * @param limit at most so many
 */
export function mostConfusedPairs(confusion: Confusion, limit: number): ConfusedPair[] {
  const pairs: ConfusedPair[] = [];
  for (let label = 0; label < confusion.length; label++) {
    const labelled = labelledAs(confusion, label);
    confusion.forEach((row, predicted) => {
      const count = row[label]!;
      if (count > 0 && predicted !== label) pairs.push({ label, predicted, count, share: count / labelled });
    });
  }
  return pairs
    .sort((a, b) => b.count - a.count || b.share - a.share || a.label - b.label || a.predicted - b.predicted)
    .slice(0, limit);
}
