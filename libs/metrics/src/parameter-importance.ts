import { Random } from './random.ts';
import { RegressionTree } from './regression-tree.ts';

/** With fewer runs nothing is said. */
export const MIN_IMPORTANCE_RUNS = 8;
const TREES = 200;

/** A parameter over runs; what is no number is told apart as a category. */
export interface ParameterColumn {
  readonly name: string;
  /** `[runs]`; `null`: the run has no such parameter */
  readonly values: readonly (number | string | boolean | null)[];
}

export interface ParameterImportance {
  readonly name: string;
  /** how much worse the forest predicts when this parameter is shuffled, of the target's variance; below 0 is chance */
  readonly importance: number;
}

export interface ImportanceReport {
  /** runs with a finite target */
  readonly runs: number;
  /** share of the variance that the forest explains of runs it has not seen; ≤ 0: it explains nothing */
  readonly explained: number;
  /** the most important first */
  readonly parameters: readonly ParameterImportance[];
}

/**
 * How much a metric depends on each parameter: permutation importance in a random forest of 200 regression trees. Each
 * tree predicts the runs that it was not grown from, once as they are and once with one parameter shuffled among them;
 * the importance is by how much the mean squared error rises, as a share of the target's variance. It describes the runs at
 * hand, not what a change would do: parameters that were changed together share their importance.
 *
 * Source: Breiman, "Random forests", Machine Learning 45 (2001), section 10.
 *
 * @param target `[runs]`; runs where it is `null` or not finite are left out
 * @returns undefined with fewer than 8 runs, or where the target or every parameter is the same in all
 */
export function parameterImportance(
  columns: readonly ParameterColumn[],
  target: readonly (number | null)[],
  seed: number,
): ImportanceReport | undefined {
  const kept = target.flatMap((value, run) => (value !== null && Number.isFinite(value) ? [run] : []));
  const y = Float64Array.from(kept, (run) => target[run]!);
  const varying = columns.filter(({ values }) => new Set(kept.map((run) => values[run])).size > 1);
  const variance = varianceOf(y);
  if (kept.length < MIN_IMPORTANCE_RUNS || varying.length === 0 || !(variance > 0)) return undefined;
  const features = varying.map(({ values }) => toNumbers(kept.map((run) => values[run] ?? null)));

  const random = new Random(seed);
  const runs = kept.length;
  const shuffledError = new Float64Array(features.length);
  /** of the single trees, summed over the runs that they had not seen */
  let error = 0;
  let judged = 0;
  const votes = new Float64Array(runs);
  const voters = new Float64Array(runs);
  for (let t = 0; t < TREES; t++) {
    const drawn = Array.from({ length: runs }, () => random.below(runs));
    const unseen = Array.from({ length: runs }, (_, run) => run).filter((run) => !drawn.includes(run));
    const tree = new RegressionTree(features, y, drawn, random);
    judged += unseen.length;
    for (const run of unseen) {
      const value = tree.predict((f) => features[f]![run]!);
      error += (value - y[run]!) ** 2;
      votes[run]! += value;
      voters[run]! += 1;
    }
    features.forEach((_, shuffled) => {
      const order = shuffle(unseen, random);
      unseen.forEach((run, i) => {
        const value = tree.predict((f) => features[f]![f === shuffled ? order[i]! : run]!);
        shuffledError[shuffled]! += (value - y[run]!) ** 2;
      });
    });
  }
  return {
    runs,
    explained: 1 - forestError(votes, voters, y) / variance,
    parameters: varying
      .map(({ name }, f) => ({ name, importance: (shuffledError[f]! - error) / judged / variance }))
      .sort((a, b) => b.importance - a.importance),
  };
}

/** Mean squared error of the trees' mean, of runs that some tree had not seen. */
function forestError(votes: Float64Array, voters: Float64Array, y: Float64Array): number {
  let error = 0;
  let judged = 0;
  y.forEach((value, run) => {
    if (voters[run] === 0) return;
    error += (votes[run]! / voters[run]! - value) ** 2;
    judged += 1;
  });
  return error / judged;
}

/** Numbers as they are; where any value is no number, all by the order of their words. */
function toNumbers(values: readonly ParameterColumn['values'][number][]): Float64Array {
  if (values.every((value) => typeof value === 'number' && Number.isFinite(value))) {
    return Float64Array.from(values as readonly number[]);
  }
  const words = [...new Set(values.map(String))].sort();
  return Float64Array.from(values, (value) => words.indexOf(String(value)));
}

function varianceOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
}

function shuffle(values: readonly number[], random: Random): number[] {
  const shuffled = [...values];
  for (let i = shuffled.length - 1; i > 0; i--) {
    const j = random.below(i + 1);
    [shuffled[i], shuffled[j]] = [shuffled[j]!, shuffled[i]!];
  }
  return shuffled;
}
