import { type Space, Space as SpaceSchema, type TrialParams } from '@bestiary/contracts/sweep';
import { Random } from '@bestiary/metrics/random';
import { describe, expect, it } from 'vitest';
import { type Goal } from './loss.ts';
import { type Sampler } from './sampler.ts';
import { SearchSpace } from './search-space.ts';
import { nextNumber, type TrialRow } from './trial-row.ts';

export interface SamplerUnderTest {
  readonly make: (space: SearchSpace, goals: readonly Goal[], seed: number) => Sampler;
  /** whether the seed plays a part */
  readonly seeded: boolean;
  /** whether results play a part */
  readonly learns: boolean;
  /** whether it takes two objectives */
  readonly twoObjectives: boolean;
}

const EVERYTHING: Space = SpaceSchema.parse({
  learning_rate: { type: 'float', low: 1e-5, high: 1e-1, log: true },
  dropout: { type: 'float', low: 0, high: 0.6, step: 0.1 },
  l2: { type: 'float', low: 0, high: 1 },
  batch_size: { type: 'int', low: 1, high: 64, log: true },
  warm_up_epochs: { type: 'int', low: 0, high: 10, step: 5 },
  optimizer: { type: 'categorical', choices: ['adam', 'sgd', 'rmsprop'] },
  momentum: { type: 'float', low: 0, high: 0.99, when: { optimizer: ['sgd', 'rmsprop'] } },
  nesterov: { type: 'boolean', when: { optimizer: 'sgd' } },
  image_size: { type: 'ordinal', values: [96, 128, 160, 224] },
  epochs: 20,
});
const CONSTRAINTS = ['batch_size * image_size <= 8192', 'not (nesterov and momentum = 0)'];
const PLANE: Space = SpaceSchema.parse({
  x: { type: 'float', low: -1, high: 1 },
  y: { type: 'float', low: -1, high: 1 },
});

function bowl(params: TrialParams): number {
  return Object.values(params).reduce<number>((sum, value) => sum + (Number(value) - 0.3) ** 2 || sum, 0);
}

/** A trial with the next parameters, ended in some way. */
function nextTrial(
  sampler: Sampler,
  trials: readonly TrialRow[],
  end: (params: TrialParams, number: number) => Partial<TrialRow>,
): TrialRow | undefined {
  const params = sampler.suggest(trials);
  if (params === undefined) return undefined;
  const number = nextNumber(trials);
  return { number, status: 'finished', params, values: null, lastReport: null, ...end(params, number) };
}

function sweep(
  sampler: Sampler,
  count: number,
  end: (params: TrialParams, number: number) => Partial<TrialRow>,
  trials: TrialRow[] = [],
): TrialRow[] {
  for (let i = 0; i < count; i++) {
    const trial = nextTrial(sampler, trials, end);
    if (trial === undefined) break;
    trials.push(trial);
  }
  return trials;
}

/** Each way a trial may end, in turn. */
function mixed(params: TrialParams, number: number): Partial<TrialRow> {
  switch (number % 7) {
    case 2:
      return { status: 'pruned', lastReport: { step: number % 5, value: bowl(params) } };
    case 3:
      return { status: 'failed' };
    case 4:
      return { values: [NaN] };
    case 5:
      return { status: 'running', lastReport: { step: 1, value: bowl(params) } };
    default:
      return { values: [bowl(params)], lastReport: { step: 9, value: bowl(params) } };
  }
}

/** What every sampler must do. */
export function testSampler(name: string, { make, seeded, learns, twoObjectives }: SamplerUnderTest): void {
  const everything = new SearchSpace(EVERYTHING);
  const plane = new SearchSpace(PLANE);

  describe(`the ${name} sampler`, { timeout: 60_000 }, () => {
    const trials = sweep(make(everything, ['min'], 7), 60, mixed);

    it('stays within bounds, on steps, among choices, and gives exactly the active parameters', () => {
      expect(trials.length).toBe(60);
      for (const { params } of trials) {
        expect(params.learning_rate).toBeGreaterThanOrEqual(1e-5);
        expect(params.learning_rate).toBeLessThanOrEqual(1e-1);
        expect([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]).toContain(params.dropout);
        expect(params.l2).toBeGreaterThanOrEqual(0);
        expect(params.l2).toBeLessThanOrEqual(1);
        expect(Number.isInteger(params.batch_size)).toBe(true);
        expect(params.batch_size).toBeGreaterThanOrEqual(1);
        expect(params.batch_size).toBeLessThanOrEqual(64);
        expect([0, 5, 10]).toContain(params.warm_up_epochs);
        expect(['adam', 'sgd', 'rmsprop']).toContain(params.optimizer);
        expect('momentum' in params).toBe(params.optimizer !== 'adam');
        expect('nesterov' in params).toBe(params.optimizer === 'sgd');
        expect([96, 128, 160, 224]).toContain(params.image_size);
        expect(params.epochs).toBe(20);
        expect(everything.pointOf(params)).toBeDefined();
      }
    });

    it('keeps constraints', () => {
      const space = new SearchSpace(EVERYTHING, CONSTRAINTS);
      for (const { params } of sweep(make(space, ['min'], 3), 40, mixed))
        expect(space.allows(params)).toBe(true);
    });

    it('repeats itself for the same seed', () => {
      expect(sweep(make(everything, ['min'], 7), 30, mixed)).toEqual(trials.slice(0, 30));
    });

    it.runIf(seeded)('differs from seed to seed', () => {
      expect(sweep(make(everything, ['min'], 8), 30, mixed)).not.toEqual(trials.slice(0, 30));
    });

    it('needs nothing but the trial rows, in whatever order, to go on', () => {
      const random = new Random(1);
      for (const count of [0, 1, 9, 25, 59]) {
        const rows = JSON.parse(
          JSON.stringify(trials.slice(0, count), (_, value: unknown) =>
            Object.is(value, NaN) ? 'NaN' : value,
          ),
          (_, value: unknown) => (value === 'NaN' ? NaN : value),
        ) as TrialRow[];
        for (let i = rows.length - 1; i > 0; i--) {
          const j = random.below(i + 1);
          [rows[i], rows[j]] = [rows[j]!, rows[i]!];
        }
        expect(make(everything, ['min'], 7).suggest(rows)).toEqual(trials[count]!.params);
      }
    });

    it('tries no point twice while sixty trials are under way at once', () => {
      const rows = sweep(make(everything, ['min'], 5), 15, (params) => ({ values: [bowl(params)] }));
      sweep(make(everything, ['min'], 5), 60, () => ({ status: 'running' }), rows);
      expect(new Set(rows.map(({ params }) => everything.keyOf(params))).size).toBe(75);
    });

    it.each<[string, (params: TrialParams) => Partial<TrialRow>]>([
      ['failed', () => ({ status: 'failed' })],
      ['was cancelled', () => ({ status: 'cancelled' })],
      ['was pruned before its first report', () => ({ status: 'pruned' })],
      ['gave NaN', () => ({ values: [NaN] })],
      ['gave infinity', () => ({ values: [Infinity] })],
      ['gave the same', () => ({ values: [1] })],
    ])('goes on where every trial %s', (_, end) => {
      for (const goal of ['min', 'max'] as const) {
        const rows = sweep(make(everything, [goal], 2), 30, end);
        expect(rows.length).toBe(30);
        for (const { params } of rows) expect(everything.pointOf(params)).toBeDefined();
        expect(new Set(rows.map(({ params }) => everything.keyOf(params))).size).toBe(30);
      }
    });

    it('takes the largest for the best where the goal is max', () => {
      const down = sweep(make(plane, ['min'], 4), 25, (p) => ({ values: [bowl(p)] }));
      const up = sweep(make(plane, ['max'], 4), 25, (p) => ({ values: [-bowl(p)] }));
      expect(up.map(({ params }) => params)).toEqual(down.map(({ params }) => params));
    });

    it('overlooks runs whose values this space does not have', () => {
      const outside = { number: -1, status: 'finished', lastReport: null } as const;
      const rows = sweep(make(plane, ['min'], 4), 25, (p) => ({ values: [bowl(p)] }));
      const others: TrialRow[] = [
        { ...outside, params: { x: 7, y: 0 }, values: [-1] },
        { ...outside, number: -2, params: { colour: 'red' }, values: [-1] },
      ];
      expect(make(plane, ['min'], 4).suggest([...others, ...rows])).toEqual(
        make(plane, ['min'], 4).suggest(rows),
      );
    });

    it.runIf(learns)('begins near the best of the runs before the sweep', () => {
      const random = new Random(3);
      const earlier = Array.from({ length: 60 }, (_, i): TrialRow => {
        const params = plane.paramsAt(() => random.uniform());
        return { number: -1 - i, status: 'finished', params, values: [bowl(params)], lastReport: null };
      });
      const rows = sweep(make(plane, ['min'], 4), 15, () => ({ status: 'running' }), [...earlier]).slice(60);
      const mean = rows.reduce((sum, { params }) => sum + bowl(params), 0) / rows.length;
      const chance = earlier.reduce((sum, { params }) => sum + bowl(params), 0) / earlier.length;
      expect(mean).toBeLessThan(0.75 * chance);
    });

    it.runIf(twoObjectives)('weighs two objectives', () => {
      const rows = sweep(make(plane, ['min', 'max'], 4), 40, (p) => ({
        values: [(Number(p.x) - 0.5) ** 2 + Number(p.y) ** 2, -((Number(p.x) + 0.5) ** 2) - Number(p.y) ** 2],
      }));
      for (const { params } of rows) expect(plane.pointOf(params)).toBeDefined();
      expect(new Set(rows.map(({ params }) => plane.keyOf(params))).size).toBe(40);
    });
  });
}
