import { BestiaryError } from '@bestiary/contracts/error';
import { type BinaryCounts, confusionOfCounts } from './binary-counts.ts';
import { type CostMatrix, checkCosts, meanCost } from './cost.ts';
import { checkLabels, checkSameLength } from './rows.ts';

/** A threshold and what it gives. Class 1 is predicted where its probability is at least the threshold. */
export interface ChosenThreshold {
  /** half way between `above` and `upTo`, so that rounding a probability moves no row across */
  readonly threshold: number;
  /** every threshold in (above, upTo] gives the same counts */
  readonly above: number;
  readonly upTo: number;
  /** what was asked to be greatest, or the mean cost */
  readonly value: number;
  readonly counts: BinaryCounts;
}

/** Below and above all probabilities: everything, and nothing, is predicted as class 1. */
const NOTHING = 1 + Number.EPSILON;

/**
 * The predictions of a two-class run, sorted once so that every threshold is a look-up: O(n log n) to build, O(log n) a
 * threshold, whatever is counted there. Class 1 is the positive one and is predicted where its probability is at least the
 * threshold, as `predictedClass` does at 0.5. Equal probabilities are never parted.
 */
export class ThresholdSweep {
  /** `[n]` rows by falling probability, equal ones in the order of the set */
  readonly order: Uint32Array;
  /** `[distinct]` the distinct probabilities, falling */
  readonly thresholds: Float64Array;
  /** `[distinct]` how many rows labelled 1 are predicted 1 at each of `thresholds` */
  readonly truePositives: Uint32Array;
  /** `[distinct]` how many rows labelled 0 are predicted 1 at each of `thresholds` */
  readonly falsePositives: Uint32Array;
  /** how many rows are labelled 1 */
  readonly positives: number;
  /** how many rows are labelled 0 */
  readonly negatives: number;
  readonly #labels: ArrayLike<number>;

  /**
   * @param probabilities `[n]` of class 1, each 0..1; n may be 0
   * @param labels `[n]`, each 0 or 1; kept, not copied
   * @throws BestiaryError `invalid_input` where the lengths disagree, a probability is outside 0..1 or NaN, or a label is
   *   neither 0 nor 1
   */
  constructor(probabilities: ArrayLike<number>, labels: ArrayLike<number>) {
    const count = labels.length;
    checkSameLength('probabilities', probabilities.length, 'labels', count);
    checkLabels(labels, 2);
    for (let i = 0; i < count; i++) {
      const p = probabilities[i]!;
      if (!(p >= 0 && p <= 1))
        throw new BestiaryError('invalid_input', `probability ${p} of row ${i} is not within 0..1`);
    }
    this.#labels = labels;
    this.order = Uint32Array.from({ length: count }, (_, i) => i).sort(
      (a, b) => probabilities[b]! - probabilities[a]! || a - b,
    );
    const thresholds = new Float64Array(count);
    const truePositives = new Uint32Array(count);
    const falsePositives = new Uint32Array(count);
    let distinct = 0;
    let tp = 0;
    this.order.forEach((row, at) => {
      tp += labels[row]!;
      const next = this.order[at + 1];
      if (next !== undefined && probabilities[next] === probabilities[row]) return;
      thresholds[distinct] = probabilities[row]!;
      truePositives[distinct] = tp;
      falsePositives[distinct] = at + 1 - tp;
      distinct += 1;
    });
    this.thresholds = thresholds.slice(0, distinct);
    this.truePositives = truePositives.slice(0, distinct);
    this.falsePositives = falsePositives.slice(0, distinct);
    this.positives = tp;
    this.negatives = count - tp;
  }

  /**
   * The two-class matrix at a threshold, in O(log n).
   *
   * @param threshold any number; below 0 everything is predicted 1, above 1 nothing
   */
  countsAt(threshold: number): BinaryCounts {
    return this.#countsOf(this.#passing(threshold));
  }

  /** As {@link countsAt}, as a confusion matrix `[2][2]`, rows predictions, columns labels. */
  confusionAt(threshold: number): number[][] {
    return confusionOfCounts(this.countsAt(threshold));
  }

  /**
   * The mean cost of a row at a threshold, in O(log n); `NaN` for no rows.
   *
   * @param costs `[2][2]`, `costs[predicted][label]`
   */
  costAt(threshold: number, costs: CostMatrix): number {
    return meanCost(this.confusionAt(threshold), costs);
  }

  /**
   * The threshold at which a figure is greatest, of equally good ones the nearest to 0.5. It is chosen on these rows: on others
   * the figure will be lower.
   *
   * @param figure of the counts, say `(counts) => binaryRates(counts).youden`; thresholds where it is `NaN` are passed over
   * @returns `null` where the figure is nowhere defined, as with no rows
   */
  best(figure: (counts: BinaryCounts) => number): ChosenThreshold | null {
    let best: ChosenThreshold | null = null;
    for (let passing = 0; passing <= this.thresholds.length; passing++) {
      const counts = this.#countsOf(passing);
      const value = figure(counts);
      if (Number.isNaN(value) || (best !== null && value < best.value)) continue;
      const candidate = { ...this.#between(passing), value, counts };
      if (best === null || value > best.value || offCentre(candidate) < offCentre(best)) best = candidate;
    }
    return best;
  }

  /**
   * The threshold of least mean cost on these rows, of equally cheap ones the nearest to 0.5; `null` for no rows.
   *
   * @param costs `[2][2]`, `costs[predicted][label]`
   */
  cheapest(costs: CostMatrix): ChosenThreshold | null {
    checkCosts(costs, 2);
    const [[c00, c01], [c10, c11]] = costs as readonly [readonly [number, number], readonly [number, number]];
    const rows = this.positives + this.negatives;
    const best = this.best(
      ({ truePositives, falsePositives, falseNegatives, trueNegatives }) =>
        -(truePositives * c11 + falsePositives * c10 + falseNegatives * c01 + trueNegatives * c00) / rows,
    );
    return best && { ...best, value: best.value === 0 ? 0 : -best.value };
  }

  /**
   * The rows of a cell of the matrix at a threshold, those farthest from the threshold first: in a cell of wrong predictions
   * the worst mistakes.
   *
   * @param limit at most so many
   */
  rowsOf(threshold: number, predicted: 0 | 1, label: 0 | 1, limit = Infinity): number[] {
    const passing = this.#passing(threshold);
    const split = passing === 0 ? 0 : this.truePositives[passing - 1]! + this.falsePositives[passing - 1]!;
    const rows: number[] = [];
    const [from, to, step] = predicted === 1 ? [0, split, 1] : [this.order.length - 1, split - 1, -1];
    for (let at = from; at !== to && rows.length < limit; at += step) {
      const row = this.order[at]!;
      if (this.#labels[row] === label) rows.push(row);
    }
    return rows;
  }

  /** How many of `thresholds` are at least `threshold`. */
  #passing(threshold: number): number {
    let low = 0;
    let high = this.thresholds.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.thresholds[middle]! >= threshold) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #countsOf(passing: number): BinaryCounts {
    const truePositives = passing === 0 ? 0 : this.truePositives[passing - 1]!;
    const falsePositives = passing === 0 ? 0 : this.falsePositives[passing - 1]!;
    return {
      truePositives,
      falsePositives,
      falseNegatives: this.positives - truePositives,
      trueNegatives: this.negatives - falsePositives,
    };
  }

  #between(passing: number): Pick<ChosenThreshold, 'threshold' | 'above' | 'upTo'> {
    const upTo = passing === 0 ? NOTHING : this.thresholds[passing - 1]!;
    const above = passing === this.thresholds.length ? -Number.EPSILON : this.thresholds[passing]!;
    const middle = above + (upTo - above) / 2;
    return { threshold: middle > above ? Math.max(0, middle) : upTo, above, upTo };
  }
}

function offCentre({ threshold }: ChosenThreshold): number {
  return Math.abs(threshold - 0.5);
}
