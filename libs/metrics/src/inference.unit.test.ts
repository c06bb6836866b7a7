import { describe, expect, it } from 'vitest';
import { binomialAtLeast, binomialAtMost, binomialProbability } from './binomial-distribution.ts';
import { clopperPearsonShare } from './clopper-pearson.ts';
import { fisherExact } from './fisher.ts';
import { holm } from './holm.ts';
import { exactMcNemar, midPMcNemar } from './mcnemar.ts';
import { expectAgreement, expectAllAgree, readFixture } from './peer-fixture.test.ts';
import { quantile } from './quantile.ts';
import { wilsonShare } from './wilson.ts';

const theirs = readFixture<{
  binomial: {
    of: number;
    p: number;
    hits: number[];
    probability: number[];
    atMost: number[];
    atLeast: number[];
  }[];
  shares: { hits: number; of: number; wilson: [number, number]; exact: [number, number] }[];
  mcnemar: { onlyA: number; onlyB: number; exact: number; midP: number }[];
  fisher: { counts: [number, number, number, number]; pValue: number }[];
  holm: { pValues: number[]; corrected: number[] }[];
  quantiles: { sorted: number[]; q: number; quantile: number }[];
}>('inference');

describe('the binomial distribution', () => {
  it.each(theirs.binomial)('of $of trials of $p is SciPy’s', ({ of, p, hits, ...given }) => {
    expectAllAgree(hits.map((k) => binomialProbability(k, of, p)), given.probability, 'probability'); // prettier-ignore
    expectAllAgree(hits.map((k) => binomialAtMost(k, of, p)), given.atMost, 'at most'); // prettier-ignore
    expectAllAgree(hits.map((k) => binomialAtLeast(k, of, p)), given.atLeast, 'at least'); // prettier-ignore
  });
  it('gives nothing to counts that cannot be', () => {
    expect([binomialProbability(-1, 5, 0.5), binomialProbability(6, 5, 0.5)]).toEqual([0, 0]);
    expect([binomialAtMost(-1, 5, 0.5), binomialAtMost(6, 5, 0.5), binomialAtLeast(0, 0, 0.5)]).toEqual([0, 1, 1]); // prettier-ignore
  });
  it('keeps its relative accuracy far out in the tail', () => {
    expect(binomialProbability(0, 1000, 0.5) / 2 ** -1000).toBeCloseTo(1, 12);
    expect(binomialAtMost(1, 1000, 0.5) / (1001 * 2 ** -1000)).toBeCloseTo(1, 12);
  });
});

describe('intervals of shares', () => {
  it.each(theirs.shares)('of $hits in $of are SciPy’s', ({ hits, of, wilson, exact }) => {
    const ours = wilsonShare(hits, of);
    expectAllAgree([ours.low!, ours.high!], wilson, 'Wilson');
    const clopperPearson = clopperPearsonShare(hits, of);
    expectAllAgree([clopperPearson.low!, clopperPearson.high!], exact, 'Clopper-Pearson');
    expect(clopperPearson).toMatchObject({ value: hits / of, hits, of });
  });
  it('are undefined where there is nothing to divide by', () => {
    expect(clopperPearsonShare(0, 0)).toEqual({ value: null, low: null, high: null, hits: 0, of: 0 });
  });
});

describe('McNemar’s test', () => {
  it.each(theirs.mcnemar)(
    'of $onlyA against $onlyB is that of SciPy’s binomial',
    ({ onlyA, onlyB, exact, midP }) => {
      expectAgreement(exactMcNemar(onlyA, onlyB), exact, 'exact');
      expectAgreement(exactMcNemar(onlyB, onlyA), exact, 'exact, swapped');
      expectAgreement(midPMcNemar(onlyA, onlyB), midP, 'mid-p');
      if (exact > 0) expect(exactMcNemar(onlyA, onlyB) / exact).toBeCloseTo(1, 11);
    },
  );
});

describe('Fisher’s exact test', () => {
  it.each(theirs.fisher)('of $counts is SciPy’s', ({ counts, pValue }) => {
    expectAgreement(fisherExact(...counts), pValue, 'p');
    const [hits, of, otherHits, otherOf] = counts;
    expectAgreement(fisherExact(otherHits, otherOf, hits, of), pValue, 'p, swapped');
    expectAgreement(fisherExact(of - hits, of, otherOf - otherHits, otherOf), pValue, 'p of the misses');
  });
  it('finds no difference from an empty group', () => {
    expect(fisherExact(0, 0, 3, 9)).toBe(1);
    expect(fisherExact(0, 0, 0, 0)).toBe(1);
  });
});

describe('Holm’s correction', () => {
  it.each(theirs.holm)('of $pValues is statsmodels’', ({ pValues, corrected }) => {
    expectAllAgree(holm(pValues), corrected, 'corrected');
  });
  it('of nothing is nothing', () => {
    expect(holm([])).toEqual(new Float64Array());
  });
});

describe('quantile', () => {
  it.each(theirs.quantiles)('$q is NumPy’s', ({ sorted, q, quantile: given }) => {
    expectAgreement(quantile(sorted, q), given, 'quantile');
  });
  it('of no numbers is undefined', () => {
    expect(quantile([], 0.5)).toBeNaN();
  });
});
