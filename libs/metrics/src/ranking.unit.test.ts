import { describe, expect, it } from 'vitest';
import { type RunPredictions, alignRuns } from './align-runs.ts';
import { exactMcNemar } from './mcnemar.ts';
import { RightBits } from './paired-outcomes.ts';
import { Random } from './random.ts';
import { pairAt, rankRuns } from './rank-runs.ts';

/** A run over `labels` that has the images of `wrong` wrong, of two classes. */
function run(id: string, labels: Int32Array, wrong: (image: number) => boolean) {
  return { id, predicted: labels.map((label, i) => (wrong(i) ? 1 - label : label)) };
}

describe('RightBits', () => {
  it('counts two runs’ images by who has them right, over any number of images', () => {
    for (const images of [0, 1, 31, 32, 33, 100]) {
      const random = new Random(images);
      const labels = Int32Array.from({ length: images }, () => random.below(3));
      const a = Int32Array.from({ length: images }, () => random.below(3));
      const b = Int32Array.from({ length: images }, () => random.below(3));
      const count = (of: (i: number) => boolean): number => [...labels.keys()].filter(of).length;
      expect(new RightBits(a, labels).against(new RightBits(b, labels))).toEqual({
        bothRight: count((i) => a[i] === labels[i] && b[i] === labels[i]),
        onlyA: count((i) => a[i] === labels[i] && b[i] !== labels[i]),
        onlyB: count((i) => a[i] !== labels[i] && b[i] === labels[i]),
        bothWrong: count((i) => a[i] !== labels[i] && b[i] !== labels[i]),
      });
    }
  });
});

describe('rankRuns', () => {
  const labels = Int32Array.from({ length: 200 }, (_, i) => i % 2);
  const good = run('good', labels, (i) => i < 4);
  const alike = run('alike', labels, (i) => i >= 190 && i < 196);
  const bad = run('bad', labels, (i) => i >= 50 && i < 110);

  it('lets runs share a rank that cannot be told apart, and counts places on', () => {
    const { runs, pairs, images } = rankRuns({ labels, runs: [bad, alike, good] }, 2, 'accuracy', 1);
    expect(images).toBe(200);
    expect(runs.map(({ id, rank }) => [id, rank])).toEqual([['good', 1], ['alike', 1], ['bad', 3]]); // prettier-ignore
    expect(runs[0]!.accuracy).toMatchObject({ hits: 196, of: 200 });
    expect(runs[0]!.confusion).toEqual([[98, 2], [2, 98]]); // prettier-ignore
    expect(pairs).toHaveLength(3);
    expect(pairs[0]).toMatchObject({
      a: 'good',
      b: 'alike',
      bothRight: 190,
      onlyA: 6,
      onlyB: 4,
      bothWrong: 0,
    });
    expect(pairs[0]!.pValue).toBe(exactMcNemar(6, 4));
    expect(pairs[1]!.corrected).toBeCloseTo(3 * pairs[1]!.pValue, 12);
  });
  it('asks more of a pair the more runs are compared', () => {
    // 12 images against 2: p = 0.013, below 0.05 alone and above it among 28 pairs
    const a = run('a', labels, (i) => i < 2);
    const b = run('b', labels, (i) => i >= 20 && i < 32);
    expect(exactMcNemar(12, 2)).toBeLessThan(0.05);
    expect(rankRuns({ labels, runs: [a, b] }, 2, 'accuracy', 1).runs.map((r) => r.rank)).toEqual([1, 2]);
    const others = Array.from({ length: 6 }, (_, k) => run(`c${k}`, labels, (i) => i < 2));
    const ranks = rankRuns({ labels, runs: [a, b, ...others] }, 2, 'accuracy', 1).runs.map((r) => r.rank);
    expect(ranks).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });
  it('orders by balanced accuracy where the frequent class alone is right', () => {
    const skewed = Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : 1));
    const lazy = { id: 'lazy', predicted: new Int32Array(100) };
    const fair = run('fair', skewed, (i) => i < 20);
    const order = (by: 'accuracy' | 'balancedAccuracy'): string[] =>
      rankRuns({ labels: skewed, runs: [lazy, fair] }, 2, by, 1).runs.map(({ id }) => id);
    expect(order('accuracy')).toEqual(['lazy', 'fair']);
    expect(order('balancedAccuracy')).toEqual(['fair', 'lazy']);
  });
  it('never says a leader is told apart that has fewer images right', () => {
    const skewed = Int32Array.from({ length: 1000 }, (_, i) => (i < 900 ? 0 : 1));
    const lazy = { id: 'lazy', predicted: new Int32Array(1000) };
    const fair = run('fair', skewed, (i) => i < 300);
    const { runs, pairs } = rankRuns({ labels: skewed, runs: [lazy, fair] }, 2, 'balancedAccuracy', 1);
    expect(pairs[0]!.corrected).toBeLessThan(0.001);
    expect(runs.map(({ id, rank }) => [id, rank])).toEqual([['fair', 1], ['lazy', 1]]); // prettier-ignore
  });
  it('keeps the order given of runs that are equally good, and gives them the same rank', () => {
    const same = ['x', 'y', 'z'].map((id) => ({ ...good, id }));
    const { runs, pairs } = rankRuns({ labels, runs: same }, 2, 'accuracy', 1);
    expect(runs.map(({ id, rank }) => [id, rank])).toEqual([['x', 1], ['y', 1], ['z', 1]]); // prettier-ignore
    expect(pairs.map(({ corrected }) => corrected)).toEqual([1, 1, 1]);
  });
  it('finds a pair by its places', () => {
    const five = ['p', 'q', 'r', 's', 't'].map((id) => ({ ...good, id }));
    const { pairs } = rankRuns({ labels, runs: five }, 2, 'accuracy', 1);
    for (let above = 0; above < 5; above++)
      for (let below = above + 1; below < 5; below++)
        expect(pairs[pairAt(above, below, 5)]).toMatchObject({ a: five[above]!.id, b: five[below]!.id });
  });
  it('ranks no runs, one run, and runs without images', () => {
    expect(rankRuns({ labels, runs: [] }, 2, 'accuracy', 1)).toEqual({ images: 200, runs: [], pairs: [] });
    expect(rankRuns({ labels, runs: [good] }, 2, 'accuracy', 1).runs).toMatchObject([
      { id: 'good', rank: 1 },
    ]);
    const none = { id: 'none', predicted: new Int32Array() };
    const { runs } = rankRuns({ labels: new Int32Array(), runs: [none] }, 2, 'accuracy', 1);
    expect(runs[0]).toMatchObject({ rank: 1, accuracy: { value: null }, balancedAccuracy: { value: null } });
  });
  it('refuses a run of other images, and a class that is none', () => {
    const short = { id: 'short', predicted: new Int32Array(3) };
    expect(() => rankRuns({ labels, runs: [short] }, 2, 'accuracy', 1)).toThrow('3 predictions of run short');
    const third = { id: 'third', predicted: labels.map(() => 2) };
    expect(() => rankRuns({ labels, runs: [third] }, 2, 'accuracy', 1)).toThrow('run third predicts class 2');
  });
});

describe('alignRuns', () => {
  const images = Array.from({ length: 20 }, (_, i) => `image ${i}`);
  const named = (
    id: string,
    names: readonly string[],
    labelOf = (_: string): number => 0,
  ): RunPredictions => ({
    id,
    images: names,
    labels: names.map(labelOf),
    predicted: names.map((name) => Number(name.slice(6)) % 2),
  });

  it('brings the same images into the order of the first run', () => {
    const { runs, labels, ...aligned } = alignRuns([named('a', images), named('b', images.toReversed())]);
    expect(aligned).toEqual({ images, others: [0, 0], apart: [], relabelled: [] });
    expect(labels).toEqual(new Int32Array(20));
    expect(runs[1]).toEqual({ ...runs[0], id: 'b' });
    expect([...runs[0]!.predicted.slice(0, 3)]).toEqual([0, 1, 0]);
  });
  it('compares the images that all runs have, and says how many a run has besides', () => {
    const { others, images: common } = alignRuns([named('a', images), named('b', images.slice(1))]);
    expect(common).toEqual(images.slice(1));
    expect(others).toEqual([1, 0]);
  });
  it('sets a run of another data set apart instead of mixing it in', () => {
    const elsewhere = named('b', [...images.slice(0, 5), 'image 100', 'image 101']);
    const { runs, apart, images: common } = alignRuns([named('a', images), elsewhere]);
    expect(apart).toEqual([{ id: 'b', shared: 5 }]);
    expect(runs.map(({ id }) => id)).toEqual(['a']);
    expect(common).toEqual(images);
  });
  it('compares a run without images with no other', () => {
    expect(alignRuns([named('a', []), named('b', images)])).toMatchObject({
      images: [],
      runs: [{ id: 'a' }],
      apart: [{ id: 'b', shared: 0 }],
    });
    expect(alignRuns([named('b', images), named('a', [])]).apart).toEqual([{ id: 'a', shared: 0 }]);
  });
  it('leaves out images whose label was corrected between the runs, and names them', () => {
    const corrected = named('b', images, (name) => (name === 'image 3' ? 1 : 0));
    const { relabelled, images: common } = alignRuns([named('a', images), corrected]);
    expect(relabelled).toEqual(['image 3']);
    expect(common).toEqual(images.filter((name) => name !== 'image 3'));
    const elsewhere = named('c', images.toReversed(), (name) => (name === 'image 5' ? 1 : 0));
    expect(alignRuns([named('a', images), corrected, elsewhere]).relabelled).toEqual(['image 3', 'image 5']);
    const labels = Int32Array.of(0, 1);
    const turned = ['x', 'y', 'y', 'x'].map((name) => `image ${name}`);
    const columns = { labels, predicted: labels };
    const a = { id: 'a', images: turned.slice(0, 2), ...columns };
    expect(alignRuns([a, { id: 'b', images: turned.slice(2), ...columns }]).relabelled).toEqual(a.images);
  });
  it('compares nothing where there are no runs, and refuses an image that comes twice', () => {
    expect(alignRuns([]).runs).toEqual([]);
    expect(() => alignRuns([named('a', ['image 1', 'image 1'])])).toThrow(
      'run a has the image image 1 twice',
    );
  });
});
