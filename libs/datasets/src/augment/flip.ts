import type { Flip } from './augmentation.ts';

/**
 * Mirrors an image in place.
 *
 * @param pixels `[size, size, 3]`
 */
export function mirror(pixels: Float32Array, size: number, flip: Flip): void {
  if (flip !== 'vertical') mirrorColumns(pixels, size);
  if (flip !== 'horizontal') mirrorRows(pixels, size);
}

function mirrorColumns(pixels: Float32Array, size: number): void {
  const stride = size * 3;
  for (let row = 0; row < size; row++) {
    let left = row * stride;
    let right = left + stride - 3;
    for (; left < right; left += 3, right -= 3) {
      for (let channel = 0; channel < 3; channel++) {
        const value = pixels[left + channel]!;
        pixels[left + channel] = pixels[right + channel]!;
        pixels[right + channel] = value;
      }
    }
  }
}

function mirrorRows(pixels: Float32Array, size: number): void {
  const stride = size * 3;
  const row = new Float32Array(stride);
  for (let top = 0, bottom = size - 1; top < bottom; top++, bottom--) {
    row.set(pixels.subarray(top * stride, (top + 1) * stride));
    pixels.copyWithin(top * stride, bottom * stride, (bottom + 1) * stride);
    pixels.set(row, bottom * stride);
  }
}
