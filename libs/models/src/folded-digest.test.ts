import { createHash } from 'node:crypto';
import { type FoldedGraph } from './folded-graph.ts';

/** A folded graph with hashes in place of its arrays: millions of numbers are slow to compare one by one. */
export function foldedDigest({ steps, ...rest }: FoldedGraph): unknown {
  const hash = (numbers: Float32Array): string => createHash('sha256').update(numbers).digest('hex');
  return {
    ...rest,
    steps: steps.map((step) =>
      step.kind === 'conv' || step.kind === 'depthwiseConv'
        ? { ...step, kernel: hash(step.kernel), bias: hash(step.bias) }
        : step,
    ),
  };
}
