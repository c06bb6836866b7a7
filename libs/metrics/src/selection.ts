import { type RunsOnSameImages } from './align-runs.ts';
import { type Interval, NO_INTERVAL } from './interval.ts';
import { quantile } from './quantile.ts';
import { Random } from './random.ts';
import { checkLabels, checkSameLength } from './rows.ts';

/** How much of the best run's figure is due to its having been chosen on the same images. */
export interface SelectionReport {
  /** the run with the best figure; of equals the first; `null` for no runs or no images */
  readonly winner: string | null;
  /** the winner's figure on the images that it was chosen on, 0..1 */
  readonly apparent: number;
  /** what choosing the best of these runs gives on images that took no part in the choice, with 95 % percentiles */
  readonly honest: Interval;
  /** apparent − honest: what to expect the winner to lose on new images; about 0 where one run is clearly best */
  readonly optimism: number;
  /** the winner's lead over the second best, 0 for one run */
  readonly margin: number;
  /** the winner's lead over the mean of all runs, 0 for one run */
  readonly lead: number;
  /**
   * how much of that lead is selection, optimism / lead held to 0..1: about 1 where all runs are equally good, about 0 where one
   * is clearly best; `null` where nobody leads
   */
  readonly selectedShare: number | null;
  /** in which share of the draws each run would have been the best, summing to 1, in the order of the runs */
  readonly wins: readonly { readonly id: string; readonly share: number }[];
}

/**
 * Bootstraps the choice of the best run. Each draw takes as many images as there are, with replacement (of each label as many as it has),
 * chooses the best run on them, and scores that run on the images left out, about 37 % of them, which took no part in the choice.
 * All runs are scored on the same draws, so that what they have in common cancels out. O(draws · runs · images).
 *
 * It corrects for the choice among the runs given; a run that was dropped before is not in the count, so give all trials of a sweep.
 *
 * Source: I. Tsamardinos, E. Greasidou and G. Borboudakis, "Bootstrapping the out-of-sample predictions for efficient and accurate
 * cross-validation", Machine Learning 107 (2018), 1895-1922, algorithm 4 (BBC-CV).
 *
 * @param runs over the same images, as `alignRuns` gives them
 * @param classes how many classes
 * @throws BestiaryError `invalid_input` where a column's length differs from that of the labels, or a label is no class
 */
export function selectionReport(
  { labels, runs }: RunsOnSameImages,
  classes: number,
  by: 'accuracy' | 'balancedAccuracy',
  seed: number,
  draws = 1000,
): SelectionReport {
  checkLabels(labels, classes);
  for (const { id, predicted } of runs)
    checkSameLength(`predictions of run ${id}`, predicted.length, 'labels', labels.length);
  const count = labels.length;
  if (count === 0 || runs.length === 0) {
    const wins = runs.map(({ id }) => ({ id, share: NaN }));
    return {
      winner: null,
      apparent: NaN,
      honest: NO_INTERVAL,
      optimism: NaN,
      margin: NaN,
      lead: NaN,
      selectedShare: null,
      wins,
    };
  }
  const right = runs.map(({ predicted }) =>
    Float64Array.from(labels, (label, i) => (label === predicted[i] ? 1 : 0)),
  );
  const strata = rowsOfLabels(labels, classes);
  const weightsOf = (counts: ArrayLike<number>): Float64Array => rowWeights(counts, strata, count, by);

  const everyRow = weightsOf(new Uint32Array(count).fill(1));
  const scores = right.map((r) => weightedSum(everyRow, r));
  const best = indexOfLargest(scores);
  const runnerUp = Math.max(...scores.filter((_, run) => run !== best));

  const random = new Random(seed);
  const wins = new Uint32Array(runs.length);
  const figures: number[] = [];
  const drawn = new Uint32Array(count);
  for (let draw = 0; draw < draws; draw++) {
    drawn.fill(0);
    for (const rows of strata)
      for (let i = 0; i < rows.length; i++) drawn[rows[random.below(rows.length)]!]! += 1;
    const inside = weightsOf(drawn);
    const chosen = indexOfLargest(right.map((r) => weightedSum(inside, r)));
    wins[chosen]! += 1;
    const outside = weightsOf(drawn.map((times) => (times === 0 ? 1 : 0)));
    const figure = weightedSum(outside, right[chosen]!);
    if (!Number.isNaN(figure)) figures.push(figure);
  }
  const honest = percentilesOf(figures);
  const apparent = scores[best]!;
  const optimism = apparent - (honest.value ?? NaN);
  const lead = apparent - scores.reduce((sum, score) => sum + score, 0) / scores.length;
  return {
    winner: runs[best]!.id,
    apparent,
    honest,
    optimism,
    margin: runs.length === 1 ? 0 : apparent - runnerUp,
    lead,
    selectedShare: lead > 1e-12 && !Number.isNaN(optimism) ? Math.min(1, Math.max(0, optimism / lead)) : null,
    wins: runs.map(({ id }, run) => ({ id, share: wins[run]! / draws })),
  };
}

function rowsOfLabels(labels: Int32Array, classes: number): Uint32Array[] {
  const strata = Array.from({ length: classes }, (): number[] => []);
  labels.forEach((label, row) => strata[label]!.push(row));
  return strata.filter((rows) => rows.length > 0).map((rows) => Uint32Array.from(rows));
}

/** What each row adds to the figure when it is right; all `NaN` where no row counts. */
function rowWeights(
  counts: ArrayLike<number>,
  strata: readonly Uint32Array[],
  rows: number,
  by: 'accuracy' | 'balancedAccuracy',
): Float64Array {
  const totals = strata.map((stratum) => stratum.reduce((sum, row) => sum + counts[row]!, 0));
  const all = totals.reduce((sum, total) => sum + total, 0);
  const present = totals.filter((total) => total > 0).length;
  const weights = new Float64Array(rows).fill(all === 0 ? NaN : 0);
  strata.forEach((stratum, s) => {
    if (totals[s] === 0) return;
    const each = by === 'accuracy' ? 1 / all : 1 / (totals[s]! * present);
    for (const row of stratum) weights[row] = counts[row]! * each;
  });
  return weights;
}

function weightedSum(weights: Float64Array, values: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < weights.length; i++) sum += weights[i]! * values[i]!;
  return sum;
}

function indexOfLargest(values: readonly number[]): number {
  let best = 0;
  for (let i = 1; i < values.length; i++) if (values[i]! > values[best]!) best = i;
  return best;
}

function percentilesOf(figures: readonly number[]): Interval {
  if (figures.length === 0) return NO_INTERVAL;
  const sorted = Float64Array.from(figures).sort();
  const mean = sorted.reduce((sum, figure) => sum + figure, 0) / sorted.length;
  return { value: mean, low: quantile(sorted, 0.025), high: quantile(sorted, 0.975) };
}
