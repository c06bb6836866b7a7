import { describe, expect, it } from 'vitest';
import { balancedAccuracy } from './accuracy.ts';
import { binomialProbability } from './binomial-distribution.ts';
import { BinomialSampler } from './binomial-sampler.ts';
import { balancedAccuracyInterval, bootstrapInterval } from './bootstrap.ts';
import { classReport } from './class-figures.ts';
import { type Confusion, emptyConfusion } from './confusion.ts';
import { matthewsCorrelation } from './matthews.ts';
import { quantile } from './quantile.ts';
import { Random } from './random.ts';

/** Pearson's statistic of counts against expected ones, neighbouring cells pooled until five are expected in each. */
function chiSquared(
  counts: readonly number[],
  expected: readonly number[],
): { statistic: number; cells: number } {
  let statistic = 0;
  let cells = 0;
  let seen = 0;
  let due = 0;
  expected.forEach((e, i) => {
    seen += counts[i]!;
    due += e;
    if (due < 5 && i < expected.length - 1) return;
    statistic += (seen - due) ** 2 / Math.max(due, 1e-9);
    cells += 1;
    seen = 0;
    due = 0;
  });
  return { statistic, cells };
}

/** What a statistic of so many cells exceeds about once in 10,000 times: Wilson and Hilferty's approximation. */
function chiSquaredLimit(cells: number): number {
  const freedom = Math.max(1, cells - 1);
  return freedom * (1 - 2 / (9 * freedom) + 3.72 * Math.sqrt(2 / (9 * freedom))) ** 3;
}

/** The rows of a label as a list of what each was predicted as, and as many drawn from it with replacement. */
function redrawRows(confusion: Confusion, random: Random): number[][] {
  const drawn = emptyConfusion(confusion.length);
  for (let label = 0; label < confusion.length; label++) {
    const rows = confusion.flatMap((row, predicted) => new Array<number>(row[label]!).fill(predicted));
    rows.forEach(() => (drawn[rows[random.below(rows.length)]!]![label]! += 1));
  }
  return drawn;
}

describe('Random', () => {
  it('gives the same numbers for the same seed, others for another', () => {
    const numbers = (seed: number): number[] => {
      const random = new Random(seed);
      return Array.from({ length: 5 }, () => random.uniform());
    };
    expect(numbers(7)).toEqual(numbers(7));
    expect(numbers(7)).not.toEqual(numbers(8));
  });
  it('draws every number below a bound about as often', () => {
    const random = new Random(1);
    const counts = new Array<number>(7).fill(0);
    for (let i = 0; i < 14_000; i++) counts[random.below(7)]! += 1;
    const { statistic, cells } = chiSquared(counts, new Array<number>(7).fill(2000));
    expect(statistic).toBeLessThan(chiSquaredLimit(cells));
  });
  it('is uniform in ten parts of (0, 1)', () => {
    const random = new Random(2);
    const counts = new Array<number>(10).fill(0);
    for (let i = 0; i < 20_000; i++) counts[Math.floor(random.uniform() * 10)]! += 1;
    const { statistic, cells } = chiSquared(counts, new Array<number>(10).fill(2000));
    expect(statistic).toBeLessThan(chiSquaredLimit(cells));
  });
});

describe('BinomialSampler', () => {
  it.each([
    [1, 0.3],
    [12, 0.5],
    [126, 0.97],
    [126, 0.6],
    [1000, 0.005],
    [5000, 0.4],
    [5000, 0.999],
  ])('draws %i trials of %d as often as the distribution says', (of, p) => {
    const draws = 40_000;
    const random = new Random(of);
    const sampler = new BinomialSampler(of, p);
    const counts = new Array<number>(of + 1).fill(0);
    for (let i = 0; i < draws; i++) counts[sampler.draw(random)]! += 1;
    const expected = counts.map((_, hits) => draws * binomialProbability(hits, of, p));
    const { statistic, cells } = chiSquared(counts, expected);
    expect(statistic).toBeLessThan(chiSquaredLimit(cells));
  });
  it('draws all or nothing where that is certain', () => {
    const random = new Random(1);
    expect(new BinomialSampler(9, 1).draw(random)).toBe(9);
    expect(new BinomialSampler(9, 0).draw(random)).toBe(0);
    expect(new BinomialSampler(0, 0.5).draw(random)).toBe(0);
  });
});

const confusion = [
  [17, 2, 1],
  [3, 11, 0],
  [0, 1, 6],
];

describe('bootstrapInterval', () => {
  it('draws every column as drawing rows with replacement does', () => {
    const draws = 30_000;
    const ofRows = new Map<string, number>();
    const random = new Random(11);
    for (let i = 0; i < draws; i++) {
      const column = redrawRows(confusion, random).map((row) => row[1]!);
      ofRows.set(column.join(), (ofRows.get(column.join()) ?? 0) + 1);
    }
    const ofCounts = new Map<string, number>();
    bootstrapInterval(
      confusion,
      (drawn) => {
        const column = drawn.map((row) => row[1]!);
        ofCounts.set(column.join(), (ofCounts.get(column.join()) ?? 0) + 1);
        return 0;
      },
      12,
      draws,
    );
    // two samples of the same size: (a − b)² / (a + b) over the cells that both may fall into
    let statistic = 0;
    let cells = 0;
    for (const column of new Set([...ofRows.keys(), ...ofCounts.keys()])) {
      const a = ofRows.get(column) ?? 0;
      const b = ofCounts.get(column) ?? 0;
      if (a + b < 10) continue;
      statistic += (a - b) ** 2 / (a + b);
      cells += 1;
    }
    expect(cells).toBeGreaterThan(20);
    expect(statistic).toBeLessThan(chiSquaredLimit(cells));
  });
  it.each([
    ['balanced accuracy', balancedAccuracy],
    ['Matthews correlation', matthewsCorrelation],
    ['macro F1', (drawn: Confusion) => classReport(drawn).macro.f1],
  ])('of %s has the ends that drawing rows has', (_, statistic) => {
    const draws = 20_000;
    const random = new Random(21);
    const figures = Float64Array.from({ length: draws }, () =>
      statistic(redrawRows(confusion, random)),
    ).sort();
    const { value, low, high } = bootstrapInterval(confusion, statistic, 22, draws);
    expect(value).toBe(statistic(confusion));
    expect(low).toBeCloseTo(quantile(figures, 0.025), 1.9);
    expect(high).toBeCloseTo(quantile(figures, 0.975), 1.9);
  });
  it('draws as many rows of each label as there are', () => {
    const seen = new Set<string>();
    bootstrapInterval(confusion, (drawn) => {
      seen.add([0, 1, 2].map((label) => drawn.reduce((sum, row) => sum + row[label]!, 0)).join());
      return 0;
    }, 3, 50); // prettier-ignore
    expect([...seen]).toEqual(['20,14,7']);
  });
  it('is undefined where the statistic is', () => {
    expect(bootstrapInterval([[0, 0], [0, 0]], balancedAccuracy, 1)).toEqual({ value: null, low: null, high: null }); // prettier-ignore
  });
});

describe('balancedAccuracyInterval', () => {
  it('is the bootstrap of balanced accuracy', () => {
    const ours = balancedAccuracyInterval(confusion, 5, 20_000);
    const general = bootstrapInterval(confusion, balancedAccuracy, 6, 20_000);
    expect(ours.value).toBe(general.value);
    expect(ours.low).toBeCloseTo(general.low!, 1.9);
    expect(ours.high).toBeCloseTo(general.high!, 1.9);
  });
  it('is the same for the same seed', () => {
    const large = [[1701, 220], [299, 1013]]; // prettier-ignore
    expect(balancedAccuracyInterval(large, 5)).toEqual(balancedAccuracyInterval(large, 5));
    expect(balancedAccuracyInterval(large, 5)).not.toEqual(balancedAccuracyInterval(large, 6));
  });
  it('has no width where every row is right, as any bootstrap', () => {
    expect(balancedAccuracyInterval([[5, 0], [0, 5]], 1)).toEqual({ value: 1, low: 1, high: 1 }); // prettier-ignore
  });
  it('leaves out a class without labels, and is undefined without rows', () => {
    const one = balancedAccuracyInterval([[8, 0, 0], [2, 0, 0], [0, 0, 0]], 1); // prettier-ignore
    expect(one.value).toBe(0.8);
    expect(one.low).toBeGreaterThan(0.4);
    expect(one.high).toBeLessThanOrEqual(1);
    expect(balancedAccuracyInterval(emptyConfusion(2), 1).value).toBeNull();
  });
});
