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
