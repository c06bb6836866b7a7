import { buildCommand } from '../../../../apps/trainer/src/bestiary-process.test.ts';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ChaosReport, runChaos, type SweepOutcome } from './chaos.ts';

const TRIALS = 40;

let report: ChaosReport;

beforeAll(async () => {
  buildCommand();
  report = await runChaos({ trials: TRIALS, kills: 3, seed: 1, note: () => undefined });
}, 300_000);

/** What came of each point of the grid. */
function byParams({ trials }: SweepOutcome): Record<string, readonly number[] | null> {
  return Object.fromEntries(
    trials.map(({ params, values }) => [JSON.stringify(Object.entries(params).sort()), values]),
  );
}

describe('a sweep of which a worker, the server and Postgres were killed', () => {
  it('ends with every trial finished, each once', () => {
    expect([...report.killed].sort()).toEqual(['postgres', 'server', 'worker']);
    const { sweep, trials } = report.disturbed;
    expect(sweep.status).toBe('finished');
    expect(sweep.counts.finished).toBe(TRIALS);
    expect(trials.map(({ number }) => number)).toEqual(Array.from({ length: TRIALS }, (_, i) => i));
    expect(trials.filter(({ status }) => status !== 'finished')).toEqual([]);
  });

  it('has the values of the same sweep in peace, to the last bit', () => {
    expect(Object.keys(byParams(report.disturbed))).toHaveLength(TRIALS);
    expect(byParams(report.disturbed)).toEqual(byParams(report.undisturbed));
  });

  it('has the same best', () => {
    const best = ({ sweep }: SweepOutcome) => sweep.best.map(({ params, values }) => ({ params, values }));
    expect(best(report.disturbed)).toEqual(best(report.undisturbed));
    expect(best(report.disturbed)).toHaveLength(1);
  });
});
