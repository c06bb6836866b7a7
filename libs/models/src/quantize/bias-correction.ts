import { type FoldedConv } from '../folded-graph.ts';

/**
 * The bias with which a convolution of rounded weights gives, in the mean, what it gave before: rounding changes each
 * output channel by the sum of its weights' errors times their inputs, the mean of which is subtracted (Nagel et al.,
 * Data-free quantization through weight equalization and bias correction, 2019, 4.2). That the borders of larger kernels
 * see zeros is left out.
 *
 * @param stored the rounded kernel, `[k, k, channels in, channels out]`
 * @param inputMeans the mean of each channel that it reads
 */
export function correctedBias(
  { kernel, kernelShape, bias }: FoldedConv,
  stored: Float32Array,
  inputMeans: Float32Array,
): Float32Array {
  const [, , inputs] = kernelShape;
  const corrected = Float64Array.from(bias);
  kernel.forEach((value, i) => {
    const input = Math.floor(i / bias.length) % inputs;
    corrected[i % bias.length]! -= (stored[i]! - value) * inputMeans[input]!;
  });
  return Float32Array.from(corrected);
}
