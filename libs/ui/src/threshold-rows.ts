import type { BinaryCounts } from '@bestiary/metrics/binary-counts';
import type { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';

/**
 * Which rows of a two-class run are in which cell at a threshold, those least in favour of their label first. Sorted once: a
 * threshold costs no more than the rows asked for, and no probability is looked at again except to merge two cells.
 */
export class ThresholdRows {
  /** rows labelled 0 by falling probability of class 1: at any threshold the wrong ones are the first */
  readonly #negatives: Uint32Array;
  /** rows labelled 1 by rising probability of class 1: at any threshold the wrong ones are the first */
  readonly #positives: Uint32Array;
  readonly #probabilities: ArrayLike<number>;

  /**
   * @param probabilities `[n]` of class 1, those that the sweep was made of
   * @param labels `[n]`, each 0 or 1
   */
  constructor(sweep: ThresholdSweep, probabilities: ArrayLike<number>, labels: ArrayLike<number>) {
    this.#negatives = sweep.order.filter((row) => labels[row] === 0);
    this.#positives = sweep.order.filter((row) => labels[row] === 1).reverse();
    this.#probabilities = probabilities;
  }

  /** The rows of a cell of `counts`, which the sweep gave for the threshold; at most `limit`. */
  cell(counts: BinaryCounts, predicted: number, label: number, limit: number): Uint32Array {
    const { falseNegatives, falsePositives } = counts;
    const rows = label === 1 ? this.#positives : this.#negatives;
    const wrong = label === 1 ? falseNegatives : falsePositives;
    return predicted === label
      ? rows.subarray(wrong, wrong + limit)
      : rows.subarray(0, Math.min(wrong, limit));
  }

  /** The wrong rows of both labels, at most `limit`. */
  wrong(counts: BinaryCounts, limit: number): Uint32Array {
    const merged = new Uint32Array(Math.min(limit, counts.falsePositives + counts.falseNegatives));
    let negative = 0;
    let positive = 0;
    for (let at = 0; at < merged.length; at++) {
      const takesNegative =
        positive >= counts.falseNegatives ||
        (negative < counts.falsePositives &&
          1 - this.#probabilities[this.#negatives[negative]!]! <=
            this.#probabilities[this.#positives[positive]!]!);
      merged[at] = takesNegative ? this.#negatives[negative++]! : this.#positives[positive++]!;
    }
    return merged;
  }
}
