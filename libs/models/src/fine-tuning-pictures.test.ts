import { formulaPicture } from './formula-weights.test.ts';
import { type LabelledImages } from './labelled-images.ts';

/**
 * Pictures for a test: the first is the formula's own, the others are brighter, darker or shifted in value. Labels go round the classes.
 *
 * @param constant as {@link LabelledImages.constant} has it
 */
export function formulaImages(size: number, count: number, classes: number, constant = true): LabelledImages {
  const first = formulaPicture(size);
  const pictures = Array.from({ length: count }, (_, i) =>
    first.map((x) => (x * (1 + (i % 3)) + 23 * i) % 256),
  );
  return {
    labels: Int32Array.from({ length: count }, (_, i) => i % classes),
    constant,
    read(rows) {
      const pixels = new Float32Array(rows.length * first.length);
      rows.forEach((row, i) => pixels.set(pictures[row]!, i * first.length));
      return Promise.resolve(pixels);
    },
  };
}
