import { describe, expect, it } from 'vitest';
import { Adam } from './adam.ts';
import { type Head, newHead, predict } from './head.ts';
import {
  type EpochFigures,
  type HeadTrainingOptions,
  type LabelledFeatures,
  trainHead,
} from './head-training.ts';
import { Random } from './random.ts';

/** Clouds of points around one corner a class: separable, with noise. */
function clouds(classes: number, perClass: number, features: number, seed = 5): LabelledFeatures {
  const random = new Random(seed);
  const count = classes * perClass;
  const labels = Int32Array.from({ length: count }, (_, i) => i % classes);
  const rows = new Float32Array(count * features);
  for (let i = 0; i < count; i++)
    for (let j = 0; j < features; j++)
      rows[i * features + j] = random.normal() * 0.6 + (j % classes === labels[i] ? 1.5 : 0);
  return { features: rows, labels };
}

const RATE = 0.01;
const defaults: HeadTrainingOptions = { epochs: 8, batchSize: 4, dropout: 0.2, seed: 3 };

function train(
  data: LabelledFeatures,
  classes: number,
  options: Partial<HeadTrainingOptions> = {},
): { head: Head; epochs: EpochFigures[] } {
  const all = { ...defaults, ...options };
  const head = newHead(data.features.length / data.labels.length, classes, all.seed);
  const epochs = [...trainHead(head, new Adam(head.parameters.length, RATE), data, data, all)];
  return { head, epochs };
}

describe('head training', () => {
  it('learns two classes with one logit and three with a softmax', () => {
    for (const classes of [2, 3]) {
      const { head, epochs } = train(clouds(classes, 40, 12), classes);
      expect(head.units).toBe(classes === 2 ? 1 : 3);
      expect(epochs.at(-1)!.validationAccuracy).toBeGreaterThan(0.95);
      expect(epochs.at(-1)!.loss).toBeLessThan(epochs[0]!.loss);
    }
  });

  it('gives the same bits for the same seed, and others for another', () => {
    const data = clouds(3, 20, 8);
    expect(train(data, 3).head.parameters).toEqual(train(data, 3).head.parameters);
    expect(train(data, 3, { seed: 4 }).head.parameters).not.toEqual(train(data, 3).head.parameters);
  });

  it('gives probabilities that sum to 1 and agree with its accuracy', () => {
    const data = clouds(4, 25, 8);
    const { head, epochs } = train(data, 4);
    const p = predict(head, data.features);
    let right = 0;
    for (let i = 0; i < data.labels.length; i++) {
      const row = p.subarray(i * 4, i * 4 + 4);
      expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 5);
      if (row.indexOf(Math.max(...row)) === data.labels[i]) right += 1;
    }
    expect(right / data.labels.length).toBe(epochs.at(-1)!.validationAccuracy);
  });

  it.each([
    ['no hidden layer', []],
    ['two hidden layers', [6, 4]],
  ])('has the gradient that finite differences give: %s', (_, hidden) => {
    const data = clouds(3, 4, 5);
    const options = { ...defaults, epochs: 1, batchSize: 12, dropout: 0, shuffle: false };
    const head = newHead(5, 3, 1, hidden);
    const start = head.parameters.slice();
    const meanLoss = (): number => {
      const [epoch] = [...trainHead(head, new Adam(head.parameters.length, 0), data, data, options)];
      return epoch!.loss;
    };
    const adam = new Adam(head.parameters.length, 0);
    Array.from(trainHead(head, adam, data, data, options)); // m = 0.1 · gradient after one step
    for (const i of [0, 7, 14, 15, head.parameters.length - 1]) {
      const differences = [1e-3, -1e-3].map((step) => {
        head.parameters.set(start);
        head.parameters[i]! += step;
        return meanLoss();
      });
      expect(adam.m[i]! / 0.1).toBeCloseTo((differences[0]! - differences[1]!) / 2e-3, 3);
    }
  });

  it('stops with the epoch and a remedy when the loss is no number, and keeps the last good weights', () => {
    const data = clouds(2, 10, 4);
    const head = newHead(4, 2, 1);
    const adam = new Adam(head.parameters.length, RATE);
    const epochs = trainHead(head, adam, data, data, defaults);
    epochs.next();
    const kept = head.parameters.slice();
    data.features[3] = Number.NaN;
    expect(() => epochs.next()).toThrow(/NaN in epoch 2/);
    expect(head.parameters).toEqual(kept);
  });
});

describe('the random numbers', () => {
  it('leave out the share of numbers asked for, and copy the others', () => {
    const numbers = Float32Array.from({ length: 200_000 }, (_, i) => i + 1);
    const kept = new Float32Array(100_000);
    new Random(1, 2).copyWithDropout(numbers, 50_000, kept, 0.2);
    const dropped = kept.filter((x) => x === 0).length / kept.length;
    expect(Math.abs(dropped - 0.2)).toBeLessThan(0.005);
    expect(kept.every((x, i) => x === 0 || x === 50_001 + i)).toBe(true);
  });
  it('leave out the same numbers whether drawn one by one or for a whole row', () => {
    const kept = new Float32Array(50);
    new Random(9).copyWithDropout(new Float32Array(50).fill(1), 0, kept, 0.5);
    const one = new Random(9);
    expect([...kept]).toEqual(Array.from({ length: 50 }, () => (one.uniform() < 0.5 ? 0 : 1)));
  });
  it('shuffle every order alike', () => {
    const counts = new Map<string, number>();
    const random = new Random(11);
    for (let i = 0; i < 6_000; i++) {
      const order = Int32Array.of(0, 1, 2);
      random.shuffle(order);
      counts.set(order.join(''), (counts.get(order.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    for (const count of counts.values()) expect(Math.abs(count - 1_000)).toBeLessThan(150);
  });
});
