import { confusionOfCounts } from '@bestiary/metrics/binary-counts';
import { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';
import { columnOf, type PredictionRows } from '@bestiary/ui/prediction-rows';
import { ThresholdRows } from '@bestiary/ui/threshold-rows';
import { orderByLabelProbability, type Verdicts } from './verdicts.ts';

/** A two-class run, sorted once: whatever is asked of it at a threshold is then a look-up. */
export interface TwoClassModel {
  /** the class with the threshold, and the other one, by number */
  readonly positive: 0 | 1;
  readonly negative: 0 | 1;
  /** of the negative and the positive class */
  readonly names: readonly [negative: string, positive: string];
  /** `[n]` of the positive class */
  readonly probabilities: Float32Array;
  /** `[n]` 1 where the label is the positive class, else 0 */
  readonly isPositive: Uint8Array;
  readonly sweep: ThresholdSweep;
  readonly cells: ThresholdRows;
  /** all rows, those least in favour of their label first */
  readonly order: Uint32Array;
}

export function twoClassModel(rows: PredictionRows, positive: 0 | 1): TwoClassModel {
  const negative = positive === 1 ? 0 : 1;
  const probabilities = columnOf(rows, positive);
  const isPositive = Uint8Array.from(rows.labels, (label) => Number(label === positive));
  const sweep = new ThresholdSweep(probabilities, isPositive);
  return {
    positive,
    negative,
    names: [rows.classNames[negative] ?? String(negative), rows.classNames[positive] ?? String(positive)],
    probabilities,
    isPositive,
    sweep,
    cells: new ThresholdRows(sweep, probabilities, isPositive),
    order: orderByLabelProbability(rows),
  };
}

/** What a two-class run says at a threshold, by the numbers of the classes. */
export function verdictsAt(model: TwoClassModel, threshold: number): Verdicts {
  const { positive, negative, probabilities, cells, sweep } = model;
  const counts = sweep.countsAt(threshold);
  const side = (index: number) => Number(index === positive);
  const confusion = confusionOfCounts(counts);
  const classes = [0, 1] as const;
  return {
    confusion: classes.map((predicted) => classes.map((label) => confusion[side(predicted)]![side(label)]!)),
    predictedOf: (row) => (probabilities[row]! >= threshold ? positive : negative),
    cell: (predicted, label, limit) => cells.cell(counts, side(predicted), side(label), limit),
    wrong: (limit) => cells.wrong(counts, limit),
  };
}
