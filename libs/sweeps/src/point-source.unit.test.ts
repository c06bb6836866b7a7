import { SweepConfig } from '@bestiary/contracts/sweep';
import { describe, expect, it } from 'vitest';
import { budgetSpent } from './budget.ts';
import { PointSource } from './point-source.ts';
import { type TrialRow } from './trial-row.ts';
import { warmStart } from './warm-start.ts';

const CONFIG = {
  space: {
    rate: { type: 'float', low: 0.001, high: 1, log: true },
    optimizer: { type: 'categorical', choices: ['adam', 'sgd'] },
    momentum: { type: 'float', low: 0, high: 0.9, when: { optimizer: 'sgd' } },
  },
  objective: { metric: 'loss', goal: 'min' },
  budget: { trials: 10 },
};

const row = (number: number, values: number[] | null, status: TrialRow['status'] = 'finished'): TrialRow => ({
  number,
  status,
  params: { rate: 0.1, optimizer: 'adam' },
  values,
  lastReport: null,
});

describe("a user's own points", () => {
  const source = new PointSource(
    SweepConfig.parse({
      ...CONFIG,
      enqueue: [{ rate: 0.123 }, { momentum: 0.5 }, { rate: 0.2, optimizer: 'adam' }],
      constraints: ['rate < 0.5'],
    }),
  );

  it('come first, filled in so that what they name exists', () => {
    expect(source.suggest([])).toMatchObject({ rate: 0.123 });
    expect(source.suggest([row(0, [1])])).toMatchObject({ momentum: 0.5, optimizer: 'sgd' });
    expect(source.suggest([row(1, null, 'running'), row(0, [1])])).toEqual({ rate: 0.2, optimizer: 'adam' });
    expect(source.suggest([row(2, [1]), row(1, [1]), row(0, [1])])).not.toEqual({
      rate: 0.2,
      optimizer: 'adam',
    });
  });

  it('are refused where the space does not have them', () => {
    const wrong = new PointSource(SweepConfig.parse({ ...CONFIG, enqueue: [{ rate: 7 }] }));
    expect(() => wrong.suggest([])).toThrow('rate is never 7');
  });
});

describe('a grid', () => {
  it('ends when all its points are tried, and does not repeat those of the user', () => {
    const grid = new PointSource(
      SweepConfig.parse({
        ...CONFIG,
        sampler: { type: 'grid', levels: 3 },
        enqueue: [{ rate: 1, optimizer: 'adam' }],
      }),
    );
    const rows: TrialRow[] = [];
    for (let params = grid.suggest(rows); params !== undefined; params = grid.suggest(rows))
      rows.push({ ...row(rows.length, [1]), params });
    // three rates with adam, three times three with sgd
    expect(rows).toHaveLength(12);
    expect(rows[1]!.params.rate).toBe(0.001);
    expect(rows[5]!.params.rate).toBeCloseTo(0.0316, 3);
  });
});

describe('a warm start', () => {
  it('has the earlier runs that are points of the space, the oldest with the lowest number', () => {
    const { space } = new PointSource(SweepConfig.parse(CONFIG));
    const rows = warmStart(space, [
      { params: { rate: 0.1, optimizer: 'adam', epochs: 20 }, values: [3] },
      { params: { rate: 0.1, optimizer: 'sgd' }, values: [2] },
      { params: { rate: 5, optimizer: 'adam' }, values: [2] },
      { params: { rate: 0.2, optimizer: 'adam', momentum: 0 }, values: [1] },
    ]);
    expect(rows.map(({ number, params, values }) => [number, params, values])).toEqual([
      [-2, { rate: 0.1, optimizer: 'adam' }, [3]],
      [-1, { rate: 0.2, optimizer: 'adam' }, [1]],
    ]);
  });
});

describe('a budget', () => {
  const rows = [
    row(-1, [0]),
    row(0, [3]),
    row(1, null, 'failed'),
    row(2, [2]),
    row(3, null, 'pruned'),
    row(4, [2.5]),
  ];

  it('counts finished and pruned trials of the sweep', () => {
    expect(budgetSpent({ trials: 4 }, rows, ['min'], 0)).toBe('trials');
    expect(budgetSpent({ trials: 5 }, rows, ['min'], 0)).toBeUndefined();
  });

  it('ends with the time', () => {
    expect(budgetSpent({ seconds: 60 }, rows, ['min'], 59)).toBeUndefined();
    expect(budgetSpent({ seconds: 60 }, rows, ['min'], 60)).toBe('seconds');
  });

  it('ends on a plateau: so many trials in a row that are not better by more than minDelta', () => {
    const plateau = (trials: number, minDelta = 0) => ({ plateau: { trials, minDelta } });
    expect(budgetSpent(plateau(2), rows, ['min'], 0)).toBe('plateau');
    expect(budgetSpent(plateau(3), rows, ['min'], 0)).toBeUndefined();
    expect(budgetSpent(plateau(3, 1), rows, ['min'], 0)).toBe('plateau');
    expect(budgetSpent(plateau(3), rows, ['max'], 0)).toBe('plateau');
    expect(budgetSpent(plateau(1), [row(0, [NaN]), row(1, null, 'pruned')], ['min'], 0)).toBeUndefined();
  });

  it('of two objectives ends when the front stands still', () => {
    const two = [row(0, [1, 1]), row(1, [2, 0.5]), row(2, [3, 3]), row(3, [0.5, 2])];
    expect(budgetSpent({ plateau: { trials: 1, minDelta: 0 } }, two.slice(0, 3), ['min', 'min'], 0)).toBe(
      'plateau',
    );
    expect(budgetSpent({ plateau: { trials: 1, minDelta: 0 } }, two, ['min', 'min'], 0)).toBeUndefined();
  });
});
