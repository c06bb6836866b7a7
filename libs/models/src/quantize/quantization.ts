/** How the kernels of a saved model may be made smaller. */
export const QUANTIZATIONS = ['float16', 'uint8'] as const;
export type Quantization = (typeof QUANTIZATIONS)[number];

/** In fewer bits than float32. Of `uint8` and `uint16` each output channel has a factor of its own. */
export type ReducedStorage = Quantization | 'uint16';
export type KernelStorage = ReducedStorage | 'float32';

/** What a kernel is tried as, one after the other, until the model's probabilities stay what they were. */
export const STORAGE_LADDERS: Readonly<Record<Quantization, readonly KernelStorage[]>> = {
  float16: ['float16', 'float32'],
  uint8: ['uint8', 'uint16', 'float32'],
};

/** How a classifier is to be stored. */
export interface StoragePlan {
  /** by the name of the convolution; all others stay as they are */
  readonly storage: ReadonlyMap<string, ReducedStorage>;
  /** of these convolutions: their biases, which make up for the mean of what rounding does to the output */
  readonly biases: ReadonlyMap<string, Float32Array>;
}
