import { describe, expect, it } from 'vitest';
import { type FoldedConv } from '../folded-graph.ts';
import { Random } from '../random.ts';
import { correctedBias } from './bias-correction.ts';
import { largeConvolutions, scaleKernel, storedKernel } from './stored-kernel.ts';

const [INPUTS, OUTPUTS] = [64, 256];

function convolution(): FoldedConv {
  const random = new Random(3);
  return {
    kind: 'conv',
    name: 'one',
    output: 'one',
    from: 'images',
    kernelShape: [1, 1, INPUTS, OUTPUTS],
    // channels of very different sizes, one of them empty
    kernel: Float32Array.from({ length: INPUTS * OUTPUTS }, (_, i) => {
      const channel = i % OUTPUTS;
      return channel === 7 ? 0 : random.normal() * 10 ** ((channel % 9) - 6);
    }),
    bias: Float32Array.from({ length: OUTPUTS }, () => random.normal()),
    stride: 1,
    padding: 'same',
    activation: 'linear',
  };
}

describe('a scaled kernel', () => {
  it.each([
    ['uint8', 127],
    ['uint16', 32_767],
  ] as const)('as %s uses whole numbers up to %d in every channel, to half a step', (storage, largest) => {
    const step = convolution();
    const { whole, factors } = scaleKernel(step, storage);
    const most = new Float64Array(OUTPUTS);
    whole.forEach((value, i) => {
      expect(Number.isInteger(value)).toBe(true);
      const channel = i % OUTPUTS;
      most[channel] = Math.max(most[channel]!, Math.abs(value));
      const off = Math.abs(value * factors[channel]! - step.kernel[i]!);
      expect(off).toBeLessThanOrEqual(0.501 * factors[channel]!);
    });
    most.forEach((value, channel) => expect(value).toBe(channel === 7 ? 0 : largest));
  });

  it('is worth it for large convolutions alone', () => {
    const step = convolution();
    const small = {
      ...step,
      kernelShape: [1, 1, 4, OUTPUTS],
      kernel: step.kernel.slice(0, 4 * OUTPUTS),
    } as const;
    const depthwise = { ...step, kind: 'depthwiseConv' } as const;
    const steps = [step, small, depthwise];
    expect(largeConvolutions({ inputSize: 1, input: 'images', steps })).toEqual([step]);
  });
});

describe('correctedBias', () => {
  it.each(['float16', 'uint8', 'uint16'] as const)(
    'gives the same mean output as before with %s weights, where the bias as it was does not',
    (storage) => {
      const step = convolution();
      const stored = storedKernel(step, storage);
      const random = new Random(4);
      const means = Float32Array.from({ length: INPUTS }, () => 1 + random.uniform());
      const meanOutput = (kernel: Float32Array, bias: Float32Array, channel: number) =>
        means.reduce((sum, mean, i) => sum + mean * kernel[i * OUTPUTS + channel]!, bias[channel]!);
      const bias = correctedBias(step, stored, means);
      const errors = (of: Float32Array) =>
        Array.from(of, (_, c) => Math.abs(meanOutput(stored, of, c) - meanOutput(step.kernel, step.bias, c)));
      const largest = (values: number[]) => Math.max(...values);
      expect(largest(errors(bias))).toBeLessThan(largest(errors(step.bias)) / 20);
    },
  );

  it('takes every position of a larger kernel to see the mean', () => {
    const step: FoldedConv = {
      ...convolution(),
      kernelShape: [3, 3, 1, 1],
      kernel: new Float32Array(9).fill(1),
      bias: Float32Array.of(5),
    };
    expect(correctedBias(step, new Float32Array(9).fill(1.5), Float32Array.of(2))).toEqual(
      Float32Array.of(5 - 9),
    );
  });
});
