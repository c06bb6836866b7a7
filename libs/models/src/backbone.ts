/** A frozen base: images in, one feature vector an image out. */
export interface Backbone {
  /** architecture and width: `mobilenet_v2_1.0` */
  readonly name: string;
  /** side of the square input in pixels */
  readonly inputSize: number;
  /** length of a feature vector */
  readonly featureCount: number;
  /**
   * Features of a batch.
   *
   * @param images `[n, size, size, 3]`, 0..255, row-major
   * @returns `[n, featureCount]`
   * @throws RangeError when the length is no multiple of an image's
   */
  features(images: Float32Array): Promise<Float32Array>;
  /** Frees the weights; the backbone can't be used afterwards. */
  dispose(): void;
}
