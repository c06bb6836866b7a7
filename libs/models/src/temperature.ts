/**
 * Probabilities as their logits divided by a temperature give them: `pᵢ^(1/T) / Σ pⱼ^(1/T)`, which is what softmax and
 * sigmoid make of `z / T` (Guo et al., On Calibration of Modern Neural Networks, 2017, 4.2).
 *
 * @param probabilities `[n, classes]`
 * @param temperature above 0; 1 changes nothing
 */
export function withTemperature(
  probabilities: Float32Array,
  classes: number,
  temperature: number,
): Float32Array {
  const scaled = probabilities.map((p) => p ** (1 / temperature));
  for (let start = 0; start < scaled.length; start += classes) {
    const row = scaled.subarray(start, start + classes);
    const sum = row.reduce((a, b) => a + b, 0);
    row.forEach((p, c) => (row[c] = p / sum));
  }
  return scaled;
}
