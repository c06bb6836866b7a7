import { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';
import { columnOf, type PredictionRows } from '@bestiary/ui/prediction-rows';
import { ThresholdRows } from '@bestiary/ui/threshold-rows';
import { orderByLabelProbability } from './verdicts.ts';

/** A two-class run, sorted once: whatever is asked of it at a threshold is then a look-up. */
export interface TwoClassModel {
  /** of class 0 and class 1, which is the one with the threshold */
  readonly classNames: readonly [string, string];
  /** `[n]` of class 1 */
  readonly probabilities: Float32Array;
  readonly sweep: ThresholdSweep;
  readonly cells: ThresholdRows;
  /** all rows, those least in favour of their label first */
  readonly order: Uint32Array;
}

export function twoClassModel(rows: PredictionRows): TwoClassModel {
  const probabilities = columnOf(rows, 1);
  const sweep = new ThresholdSweep(probabilities, rows.labels);
  return {
    classNames: [rows.classNames[0] ?? '0', rows.classNames[1] ?? '1'],
    probabilities,
    sweep,
    cells: new ThresholdRows(sweep, probabilities, rows.labels),
    order: orderByLabelProbability(rows),
  };
}
