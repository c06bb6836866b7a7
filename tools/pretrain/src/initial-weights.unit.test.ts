import { mobileNetV2 } from '@bestiary/models/mobilenet-v2';
import { trainableWeights } from '@bestiary/models/trainable-graph';
import { expect, test } from 'vitest';
import { arrangedWeights, randomWeights } from './initial-weights.ts';

const graph = mobileNetV2(0.35, 64);
const layers = trainableWeights(graph);

test('the same seed gives the same weights, another seed others', () => {
  expect(arrangedWeights(graph, layers, 1)).toEqual(arrangedWeights(graph, layers, 1));
  expect(randomWeights(layers, 1).get('Conv_1/kernel')).not.toEqual(
    randomWeights(layers, 2).get('Conv_1/kernel'),
  );
});

test('the first filters are orthonormal', () => {
  const filters = 16;
  const kernel = arrangedWeights(graph, layers, 1).get('Conv1/kernel')!;
  for (let a = 0; a < filters; a++) {
    for (let b = 0; b < filters; b++) {
      let product = 0;
      for (let i = 0; i < 27; i++) product += kernel[i * filters + a]! * kernel[i * filters + b]!;
      expect(product).toBeCloseTo(a === b ? 1 : 0, 5);
    }
  }
});

test('blocks that add to their input begin by adding nothing, the others do not', () => {
  const arrays = arrangedWeights(graph, layers, 1);
  for (const layer of graph.layers) {
    if (!layer.name.endsWith('project_BN')) continue;
    const adds = graph.layers.some((other) => other.kind === 'add' && other.plus === layer.name);
    expect(arrays.get(`${layer.name}/gamma`)!.every((gamma) => gamma === (adds ? 0 : 1))).toBe(true);
  }
});
