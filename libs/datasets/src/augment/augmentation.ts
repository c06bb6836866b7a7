import { randomFrom } from '../sample/random.ts';

/** Along which axis images are mirrored; `both` turns them by half a circle, as Keras' `horizontal_and_vertical` does. */
export const FLIPS = ['horizontal', 'vertical', 'both'] as const;
export type Flip = (typeof FLIPS)[number];

/**
 * How training images are varied: the factors of Keras 3's preprocessing layers, applied in this order. What is left out
 * does nothing.
 */
export interface Augmentation {
  /** `RandomFlip`: mirrors every second image */
  readonly flip?: Flip;
  /** `RandomRotation`: up to this share of a full circle in either direction, 0 to 1 */
  readonly rotation?: number;
  /** `RandomZoom`: sides of the part that is shown, relative to the image's, are from 1 − zoom to 1 + zoom; 0 to below 1 */
  readonly zoom?: number;
  /** `RandomTranslation`: up to this share of the side, in both directions, 0 to 1 */
  readonly translation?: number;
  /** `RandomContrast`: distances to the channel's mean grow up to 1 + contrast times (Keras 3 never lessens them), 0 to 1 */
  readonly contrast?: number;
  /** `RandomBrightness`: adds up to ± brightness · 255, 0 to 1 */
  readonly brightness?: number;
}

/** What one view of one image does to it. */
export interface View {
  readonly flip?: Flip;
  /** in full circles, anticlockwise */
  readonly rotation?: number;
  /** side of the part shown, relative to the image's: below 1 enlarges */
  readonly zoom?: number;
  /** in shares of the side: down and to the right */
  readonly translation?: { readonly x: number; readonly y: number };
  /** factor */
  readonly contrast?: number;
  /** added, in shares of 255 */
  readonly brightness?: number;
}

/**
 * Draws one view of an image from the ranges of an augmentation, uniformly, as Keras' layers do. The draw depends on
 * seed, content and number alone: on no other image, on no order, batch or thread; and each step of it on no other step.
 *
 * @param image the SHA-256 of its file
 * @param number of the view: the epoch, or the place in a bank of views
 */
export function drawView(
  augmentation: Augmentation,
  { seed, image, number }: { seed: number; image: string; number: number },
): View {
  const source = randomFrom(`${seed}/${image}/${number}`);
  const between = (step: string, from: number, to: number) => source.fork(step).between(from, to);
  const { flip, rotation, zoom, translation, contrast, brightness } = augmentation;
  return {
    ...(flip && source.fork('flip').unit() <= 0.5 ? { flip } : {}),
    ...(rotation ? { rotation: between('rotation', -rotation, rotation) } : {}),
    ...(zoom ? { zoom: between('zoom', 1 - zoom, 1 + zoom) } : {}),
    ...(translation
      ? {
          translation: {
            x: between('translation x', -translation, translation),
            y: between('translation y', -translation, translation),
          },
        }
      : {}),
    ...(contrast ? { contrast: between('contrast', 1, 1 + contrast) } : {}),
    ...(brightness ? { brightness: between('brightness', -brightness, brightness) } : {}),
  };
}
