import { type Backbone } from './backbone.ts';

/**
 * A backbone that always computes batches of one size; what lacks is black. Kernels of native TensorFlow depend on the size
 * of the batch, an image alone may differ in the last digit from the same one among others. In batches of one size an
 * image's features are the same bits whatever is computed with it, and in whichever row.
 *
 * @param batchSize images that go through the network together
 */
export function constantBatches(backbone: Backbone, batchSize: number): Backbone {
  const { inputSize, featureCount } = backbone;
  const rowLength = inputSize * inputSize * 3;
  return {
    ...backbone,
    async features(images) {
      if (images.length === batchSize * rowLength) return backbone.features(images);
      if (images.length % rowLength !== 0)
        throw new RangeError(`${images.length} numbers are no whole count of ${inputSize} px images`);
      const count = images.length / rowLength;
      const features = new Float32Array(count * featureCount);
      for (let first = 0; first < count; first += batchSize) {
        const batch = new Float32Array(batchSize * rowLength);
        const rows = Math.min(batchSize, count - first);
        batch.set(images.subarray(first * rowLength, (first + rows) * rowLength));
        const computed = await backbone.features(batch);
        features.set(computed.subarray(0, rows * featureCount), first * featureCount);
      }
      return features;
    },
  };
}
