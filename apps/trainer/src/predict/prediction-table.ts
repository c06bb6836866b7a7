/** One image and the classes that a model sees in it, the most probable first. */
export interface ImagePrediction {
  /** as it was given */
  path: string;
  /** by the model's threshold, or the most probable */
  predicted: string;
  /** by class, in the order of the model */
  probabilities: Record<string, number>;
}

/**
 * A row for one image: path, class, probability; with more classes to show, one row each.
 *
 * @param top how many classes to show
 */
export function predictionTable(predictions: readonly ImagePrediction[], top: number): string {
  const rows = predictions.flatMap(({ path, predicted, probabilities }) => {
    const others = Object.entries(probabilities)
      .filter(([name]) => name !== predicted)
      .sort(([, a], [, b]) => b - a);
    return [[predicted, probabilities[predicted]!] as const, ...others]
      .slice(0, top)
      .map(([name, probability], i) => [i === 0 ? path : '', name, probability.toFixed(4)] as const);
  });
  const width = (column: 0 | 1): number => Math.max(...rows.map((row) => row[column].length));
  const [path, name] = [width(0), width(1)];
  return rows.map((row) => `${row[0].padEnd(path)}  ${row[1].padEnd(name)}  ${row[2]}`).join('\n');
}
