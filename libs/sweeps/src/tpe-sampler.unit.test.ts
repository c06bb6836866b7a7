import { Space, type TrialParams } from '@bestiary/contracts/sweep';
import { describe, expect, it } from 'vitest';
import { type Goal } from './loss.ts';
import { hypervolume } from './pareto.ts';
import { RandomSampler } from './random-sampler.ts';
import { type Sampler } from './sampler.ts';
import { SearchSpace } from './search-space.ts';
import { TpeSampler } from './tpe-sampler.ts';
import { type TrialRow } from './trial-row.ts';

const OPTIONS = { startupTrials: 10, candidates: 24 };

function run(sampler: Sampler, count: number, end: (params: TrialParams) => Partial<TrialRow>): TrialRow[] {
  const rows: TrialRow[] = [];
  for (let number = 0; number < count; number++) {
    const params = sampler.suggest(rows)!;
    rows.push({ number, status: 'finished', params, values: null, lastReport: null, ...end(params) });
  }
  return rows;
}

/** A uniform x is 0.34 away from 0.2, as from 0.8. */
const HALF_OF_CHANCE = 0.17;

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

describe('TPE', () => {
  it('finds a better front of two objectives than chance (ZDT1)', () => {
    const space = new SearchSpace(
      Space.parse(
        Object.fromEntries([...'abcdef'].map((name) => [name, { type: 'float', low: 0, high: 1 }])),
      ),
    );
    const zdt1 = (params: TrialParams) => {
      const { a, b, c, d, e, f } = params as Record<string, number>;
      const far = 1 + (9 / 5) * (b! + c! + d! + e! + f!);
      return { values: [a!, far * (1 - Math.sqrt(a! / far))] };
    };
    const area = (sampler: Sampler) =>
      hypervolume(
        run(sampler, 80, zdt1).map(({ values }) => values!),
        [1.1, 6],
      );
    const goals: Goal[] = ['min', 'min'];
    for (let seed = 0; seed < 4; seed++)
      expect(area(new TpeSampler(space, goals, seed, OPTIONS))).toBeGreaterThan(
        area(new RandomSampler(space, seed)) + 0.5,
      );
  });

  it('learns which branch is good, and what is good in it', () => {
    const space = new SearchSpace(
      Space.parse({
        kind: { type: 'categorical', choices: ['a', 'b', 'c'] },
        x: { type: 'float', low: 0, high: 1, when: { kind: 'b' } },
      }),
    );
    const rows = run(new TpeSampler(space, ['max'], 3, OPTIONS), 60, ({ kind, x }) => ({
      values: [kind === 'b' ? 1 - Math.abs((x as number) - 0.8) : 0.3],
    })).slice(30);
    const inBranch = rows.filter(({ params }) => params.kind === 'b');
    expect(inBranch.length).toBeGreaterThan(20);
    expect(mean(inBranch.map(({ params }) => Math.abs((params.x as number) - 0.8)))).toBeLessThan(
      HALF_OF_CHANCE,
    );
  });

  it('learns from pruned trials alone: who came farther was better', () => {
    const space = new SearchSpace(Space.parse({ x: { type: 'float', low: 0, high: 1 } }));
    const rows = run(new TpeSampler(space, ['min'], 3, OPTIONS), 60, ({ x }) => ({
      status: 'pruned',
      lastReport: { step: Math.round(10 * (1 - Math.abs((x as number) - 0.2))), value: 1 },
    })).slice(30);
    expect(mean(rows.map(({ params }) => Math.abs((params.x as number) - 0.2)))).toBeLessThan(HALF_OF_CHANCE);
  });

  it('keeps away from where trials are under way', () => {
    const space = new SearchSpace(Space.parse({ x: { type: 'float', low: 0, high: 1 } }));
    const ended = run(new TpeSampler(space, ['min'], 3, OPTIONS), 40, ({ x }) => ({
      values: [Math.abs((x as number) - 0.5)],
    }));
    const under = Array.from({ length: 20 }, (_, i): TrialRow => ({
      number: 40 + i,
      status: 'running',
      params: { x: 0.5 + (i - 10) / 1_000 },
      values: null,
      lastReport: null,
    }));
    const distance = (rows: readonly TrialRow[]) =>
      mean(
        Array.from({ length: 20 }, (_, seed) =>
          Math.abs((new TpeSampler(space, ['min'], seed, OPTIONS).suggest(rows).x as number) - 0.5),
        ),
      );
    expect(distance([...ended, ...under])).toBeGreaterThan(2 * distance(ended));
  });
});
