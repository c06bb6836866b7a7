import { fromFloat16, toFloat16 } from '../float16.ts';
import { type FoldedConv, type FoldedGraph } from '../folded-graph.ts';
import { type KernelStorage, type ReducedStorage, type StoragePlan } from './quantization.ts';

/** Kernels of fewer numbers stay as they are: they are a small part of the file, and much depends on each number. */
const SMALL_KERNEL = 2 ** 14;

/** The convolutions that are worth storing in fewer bits. */
export function largeConvolutions({ steps }: FoldedGraph): FoldedConv[] {
  return steps.filter(
    (step): step is FoldedConv => step.kind === 'conv' && step.kernel.length >= SMALL_KERNEL,
  );
}

/** The largest whole number of a scaled kernel; the smallest is its negative. */
export const LARGEST_WHOLE = { uint8: 127, uint16: 32_767 } as const;

/** A kernel as whole numbers: `kernel[i] ≈ whole[i] · factors[i % channels]`. */
export interface ScaledKernel {
  readonly whole: Float32Array;
  /** of each output channel */
  readonly factors: Float32Array;
}

/** Rounds a kernel to whole numbers, with a factor for each output channel: one for all would leave small channels next to nothing. */
export function scaleKernel({ kernel, bias }: FoldedConv, storage: keyof typeof LARGEST_WHOLE): ScaledKernel {
  const channels = bias.length; // the fastest index of the kernel
  const factors = new Float32Array(channels);
  kernel.forEach((value, i) => {
    factors[i % channels] = Math.max(factors[i % channels]!, Math.abs(value) / LARGEST_WHOLE[storage]);
  });
  return { whole: kernel.map((value, i) => Math.round(value / (factors[i % channels]! || 1))), factors };
}

/** What is left of a kernel once it is stored. */
export function storedKernel(step: FoldedConv, storage: KernelStorage): Float32Array {
  switch (storage) {
    case 'float32':
      return step.kernel;
    case 'float16':
      return fromFloat16(toFloat16(step.kernel));
    case 'uint8':
    case 'uint16': {
      const { whole, factors } = scaleKernel(step, storage);
      return whole.map((value, i) => value * factors[i % factors.length]!);
    }
  }
}

/** A graph with the weights that a stored one has. */
export function storedGraph(graph: FoldedGraph, { storage, biases }: StoragePlan): FoldedGraph {
  return {
    ...graph,
    steps: graph.steps.map((step) => {
      const kept = step.kind === 'conv' ? storage.get(step.name) : undefined;
      if (step.kind !== 'conv' || kept === undefined) return step;
      return { ...step, kernel: storedKernel(step, kept), bias: biases.get(step.name) ?? step.bias };
    }),
  };
}

export const STORED_BYTES: Readonly<Record<KernelStorage, number>> = {
  float32: 4,
  float16: 2,
  uint16: 2,
  uint8: 1,
};

/** Bytes that a storage saves of a kernel, beside float32. */
export function bytesSaved({ kernel }: FoldedConv, storage: ReducedStorage): number {
  return kernel.length * (STORED_BYTES.float32 - STORED_BYTES[storage]);
}
