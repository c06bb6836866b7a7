import { type Share } from '@bestiary/contracts/prediction';
import { BestiaryError } from '@bestiary/contracts/error';
import { type RunsOnSameImages } from './align-runs.ts';
import { balancedAccuracyInterval } from './bootstrap.ts';
import { type Confusion, emptyConfusion } from './confusion.ts';
import { holm } from './holm.ts';
import { type Interval } from './interval.ts';
import { exactMcNemar } from './mcnemar.ts';
import { type PairedCounts, RightBits } from './paired-outcomes.ts';
import { checkLabels, checkSameLength } from './rows.ts';
import { wilsonShare } from './wilson.ts';

/** Two runs are told apart where the corrected p-value is below this. */
export const SIGNIFICANT = 0.05;

export interface RankedRun {
  readonly id: string;
  /** from 1; a run that shares the rank of the one above cannot be told apart from the first of that rank */
  readonly rank: number;
  /** `[classes][classes]` rows predictions, columns labels */
  readonly confusion: Confusion;
  /** with Wilson's interval */
  readonly accuracy: Share;
  /** with the stratified bootstrap's interval */
  readonly balancedAccuracy: Interval;
}

/** Two runs on the same images; A stands above B in the ranking. */
export interface RunPair extends PairedCounts {
  readonly a: string;
  readonly b: string;
  /** of the exact McNemar test, two-sided, 0..1 */
  readonly pValue: number;
  /** corrected (Holm) for all pairs of the ranking */
  readonly corrected: number;
}

export interface Ranking {
  /** how many images were compared */
  readonly images: number;
  /** best first */
  readonly runs: readonly RankedRun[];
  /** every pair once, in the order of the runs: with the first, then with the second, … */
  readonly pairs: readonly RunPair[];
}

/**
 * Orders runs by accuracy or balanced accuracy, and lets those share a rank that cannot be told apart on these images.
 *
 * The best run leads rank 1. Going down, a run joins the rank unless the leader is told apart from it: the exact McNemar test, corrected
 * by Holm for all pairs of the ranking, is below 0.05 and the leader is the one with more images right. The first run that is told
 * apart leads the next rank (its number is its place, as in sports: 1, 1, 3). All pairs are corrected for, because which run leads
 * was seen in the same data. McNemar's test asks whether one run is right more often, also where the order is by balanced
 * accuracy; a run that leads by balanced accuracy with fewer images right is never said to be told apart.
 *
 * @param runs over the same images, as `alignRuns` gives them
 * @param classes how many classes, ≥ 2
 * @param by equal figures: the other one decides, then the order given
 * @param seed of the bootstrap; each run draws with the same seed
 * @throws BestiaryError `invalid_input` where a column's length differs from that of the labels, or a class is none
 */
export function rankRuns(
  { labels, runs }: RunsOnSameImages,
  classes: number,
  by: 'accuracy' | 'balancedAccuracy',
  seed: number,
): Ranking {
  checkLabels(labels, classes);
  const measured = runs
    .map(({ id, predicted }) => {
      checkSameLength(`predictions of run ${id}`, predicted.length, 'labels', labels.length);
      const confusion = confusionOfClasses(predicted, labels, classes, id);
      const bits = new RightBits(predicted, labels);
      return {
        id,
        bits,
        confusion,
        accuracy: wilsonShare(bits.right, labels.length),
        balancedAccuracy: balancedAccuracyInterval(confusion, seed),
      };
    })
    .sort((a, b) => {
      const byAccuracy = (b.accuracy.value ?? 0) - (a.accuracy.value ?? 0);
      const byBalanced = (b.balancedAccuracy.value ?? 0) - (a.balancedAccuracy.value ?? 0);
      return by === 'accuracy' ? byAccuracy || byBalanced : byBalanced || byAccuracy;
    });

  const pairs = measured.flatMap((a, i) =>
    measured.slice(i + 1).map((b) => ({ a: a.id, b: b.id, ...a.bits.against(b.bits) })),
  );
  const pValues = pairs.map(({ onlyA, onlyB }) => exactMcNemar(onlyA, onlyB));
  const corrected = holm(pValues);
  const toldApart = (above: number, below: number): boolean => {
    const at = pairAt(above, below, measured.length);
    return corrected[at]! < SIGNIFICANT && pairs[at]!.onlyA > pairs[at]!.onlyB;
  };

  let leader = 0;
  const ranked = measured.map(({ id, confusion, accuracy, balancedAccuracy }, place): RankedRun => {
    if (place > leader && toldApart(leader, place)) leader = place;
    return { id, rank: leader + 1, confusion, accuracy, balancedAccuracy };
  });
  return {
    images: labels.length,
    runs: ranked,
    pairs: pairs.map((pair, i) => ({ ...pair, pValue: pValues[i]!, corrected: corrected[i]! })),
  };
}

/**
 * Where in `Ranking.pairs` two runs stand.
 *
 * @param above, below places from 0, above < below < runs
 */
export function pairAt(above: number, below: number, runs: number): number {
  return above * runs - (above * (above + 1)) / 2 + below - above - 1;
}

function confusionOfClasses(
  predicted: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
  id: string,
): number[][] {
  const confusion = emptyConfusion(classes);
  for (let i = 0; i < labels.length; i++) {
    const row = confusion[predicted[i]!];
    if (row === undefined)
      throw new BestiaryError(
        'invalid_input',
        `run ${id} predicts class ${predicted[i]} for row ${i}, which is none of ${classes} classes`,
      );
    row[labels[i]!]! += 1;
  }
  return confusion;
}
