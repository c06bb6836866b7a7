import { type Affine, rotationAffine, translationAffine, warp, zoomAffine } from './affine.ts';
import type { View } from './augmentation.ts';
import { mirror } from './flip.ts';
import { changeBrightness, changeContrast } from './tone.ts';

/**
 * Paints views of images of one size. Each geometric step resamples what the step before left, as a chain of Keras'
 * layers does: one resampling for all would be sharper, and another result.
 */
export class ViewPainter {
  readonly #size: number;
  readonly #spare: Float32Array;

  /** @param size side of the square images in pixels */
  constructor(size: number) {
    this.#size = size;
    this.#spare = new Float32Array(size * size * 3);
  }

  /**
   * Changes an image into its view, in place.
   *
   * @param pixels `[size, size, 3]` float32, 0..255
   */
  paint(pixels: Float32Array, view: View): void {
    const { flip, rotation, zoom, translation, contrast, brightness } = view;
    const size = this.#size;
    if (flip) mirror(pixels, size, flip);
    if (rotation) this.#resample(pixels, rotationAffine(rotation, size));
    if (zoom) this.#resample(pixels, zoomAffine(zoom, size));
    if (translation) this.#resample(pixels, translationAffine(translation.x, translation.y, size));
    if (contrast !== undefined) changeContrast(pixels, contrast);
    if (brightness) changeBrightness(pixels, brightness);
  }

  #resample(pixels: Float32Array, affine: Affine): void {
    this.#spare.set(pixels);
    warp(this.#spare, this.#size, affine, pixels);
  }
}
