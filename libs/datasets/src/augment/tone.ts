const round = Math.fround;

/**
 * Changes the contrast in place, as Keras' `RandomContrast`: each channel's distance to its mean is multiplied, and the
 * result clipped to 0..255. The mean is taken in float64, which TensorFlow takes in float32.
 *
 * @param pixels `[size, size, 3]`
 */
export function changeContrast(pixels: Float32Array, factor: number): void {
  const by = round(factor);
  for (let channel = 0; channel < 3; channel++) {
    let sum = 0;
    for (let i = channel; i < pixels.length; i += 3) sum += pixels[i]!;
    const mean = round(sum / (pixels.length / 3));
    for (let i = channel; i < pixels.length; i += 3) {
      pixels[i] = clip(round(round(pixels[i]! - mean) * by) + mean);
    }
  }
}

/**
 * Changes the brightness in place, as Keras' `RandomBrightness`: adds `delta` · 255 and clips to 0..255.
 *
 * @param pixels `[size, size, 3]`
 */
export function changeBrightness(pixels: Float32Array, delta: number): void {
  const by = round(round(delta) * 255);
  for (let i = 0; i < pixels.length; i++) pixels[i] = clip(pixels[i]! + by);
}

function clip(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : value;
}
