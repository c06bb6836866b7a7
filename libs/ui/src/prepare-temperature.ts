import { fitTemperature, logitsOfProbabilities, softmaxAt } from '@bestiary/metrics/temperature';

/** What temperature scaling would make of a run's probabilities. */
export interface ScaledProbabilities {
  /** fitted to all rows: what to divide logits by. Above 1 the run was too sure of itself, below 1 not sure enough */
  readonly temperature: number;
  /** the best temperature lies beyond those looked for */
  readonly atBound: boolean;
  /** `[n, classes]`, each half of the rows scaled by a temperature fitted to the other half, so that figures on them are honest */
  readonly probabilities: Float64Array;
}

/**
 * @param probabilities `[n, classes]` in row order, each 0..1
 * @param labels `[n]`
 * @returns `null` for fewer than two rows
 */
export function scaleTemperature(
  probabilities: Float32Array,
  labels: Int32Array,
  classes: number,
): ScaledProbabilities | null {
  if (labels.length < 2) return null;
  const logits = logitsOfProbabilities(probabilities);
  const { temperature, atBound } = fitTemperature(logits, labels, classes);
  const halves = [0, 1].map((half) => ({
    labels: labels.filter((_, row) => row % 2 === half),
    logits: logits.filter((_, i) => Math.floor(i / classes) % 2 === half),
  }));
  const scaled = new Float64Array(logits.length);
  halves.forEach((own, half) => {
    const other = halves[1 - half]!;
    const fitted = fitTemperature(other.logits, other.labels, classes);
    const rows = softmaxAt(own.logits, classes, fitted.temperature);
    for (let row = 0; row < own.labels.length; row++)
      scaled.set(rows.subarray(row * classes, (row + 1) * classes), (2 * row + half) * classes);
  });
  return { temperature, atBound, probabilities: scaled };
}
