/** What happens to a pixel (0..255) before the first layer: `x · scale + offset`, by channel. */
export interface Preprocessing {
  /** names it in cache keys and saved models */
  readonly id: string;
  /** red, green, blue */
  readonly scale: readonly [number, number, number];
  readonly offset: readonly [number, number, number];
}

/** [0, 255] → [−1, 1], as `keras.applications.mobilenet_v2.preprocess_input` does. */
export const SCALE_TO_PLUS_MINUS_ONE: Preprocessing = {
  id: 'x/127.5-1',
  scale: [1 / 127.5, 1 / 127.5, 1 / 127.5],
  offset: [-1, -1, -1],
};

/** Whether the three channels are treated alike. */
export function isUniform({ scale, offset }: Preprocessing): boolean {
  return scale.every((x) => x === scale[0]) && offset.every((x) => x === offset[0]);
}

/** Of the channels of ImageNet's images, divided by 255. */
export const IMAGENET_MEAN = [0.485, 0.456, 0.406] as const;
export const IMAGENET_DEVIATION = [0.229, 0.224, 0.225] as const;

/**
 * `(x / 255 − mean) / deviation` with the means and standard deviations of ImageNet's channels: what the layers `rescaling`,
 * `normalization` and (EfficientNet) `rescaling_1` of Keras come to.
 */
export const STANDARDIZE_AS_IMAGENET: Preprocessing = {
  id: '(x/255-mean)/std',
  scale: [
    1 / (255 * IMAGENET_DEVIATION[0]),
    1 / (255 * IMAGENET_DEVIATION[1]),
    1 / (255 * IMAGENET_DEVIATION[2]),
  ],
  offset: [
    -IMAGENET_MEAN[0] / IMAGENET_DEVIATION[0],
    -IMAGENET_MEAN[1] / IMAGENET_DEVIATION[1],
    -IMAGENET_MEAN[2] / IMAGENET_DEVIATION[2],
  ],
};
