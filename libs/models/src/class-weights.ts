/**
 * Weights that let every class count alike: `n / (classes · rows of the class)`, which average 1 over the rows if no class is
 * empty. One that is gets 0.
 *
 * @param labels each 0 ≤ label < classes
 */
export function balancedClassWeights(labels: Int32Array, classes: number): number[] {
  const counts = new Array<number>(classes).fill(0);
  for (const label of labels) counts[label]! += 1;
  return counts.map((count) => (count === 0 ? 0 : labels.length / (classes * count)));
}
