import { describe, expect, it } from 'vitest';
import { Random } from './random.ts';
import { selectionReport } from './selection.ts';

/** Runs that have each image right with a probability, independently. */
function chanceRuns(seed: number, images: number, probabilities: readonly number[]) {
  const random = new Random(seed);
  const labels = Int32Array.from({ length: images }, () => random.below(2));
  const runs = probabilities.map((p, r) => ({
    id: `run ${r}`,
    predicted: labels.map((label) => (random.uniform() < p ? label : 1 - label)),
  }));
  return { labels, runs };
}

function mean(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0) / values.length;
}

describe('selectionReport', () => {
  it('takes the lead off the best of many runs that are all equally good', () => {
    const reports = Array.from({ length: 20 }, (_, seed) =>
      selectionReport(chanceRuns(seed, 150, new Array<number>(40).fill(0.8)), 2, 'accuracy', 1, 200),
    );
    // the best of 40 is about two standard deviations above 0.8 on the images that it was chosen on
    expect(mean(reports.map((r) => r.apparent))).toBeGreaterThan(0.85);
    const honest = mean(reports.map((r) => r.honest.value!));
    expect(honest).toBeGreaterThan(0.78);
    expect(honest).toBeLessThan(0.825);
    // so that the whole of its lead over the others is selection
    expect(mean(reports.map((r) => r.lead))).toBeGreaterThan(0.05);
    expect(mean(reports.map((r) => r.selectedShare!))).toBeGreaterThan(0.85);
  });
  it('takes nothing off a run that is clearly best', () => {
    const report = selectionReport(chanceRuns(3, 400, [0.6, 0.95, 0.62, 0.58]), 2, 'accuracy', 1, 500);
    expect(report.winner).toBe('run 1');
    expect(report.wins[1]!.share).toBe(1);
    expect(Math.abs(report.optimism)).toBeLessThan(0.005);
    expect(report.margin).toBeGreaterThan(0.25);
    expect(report.selectedShare).toBeLessThan(0.03);
  });
  it('shares the wins of runs that are alike, which sum to 1', () => {
    const { wins } = selectionReport(chanceRuns(4, 200, [0.8, 0.8, 0.8]), 2, 'accuracy', 1, 300);
    expect(mean(wins.map(({ share }) => share))).toBeCloseTo(1 / 3, 12);
    expect(Math.max(...wins.map(({ share }) => share))).toBeLessThan(0.999);
  });
  it('scores by balanced accuracy where asked', () => {
    const labels = Int32Array.from({ length: 100 }, (_, i) => (i < 90 ? 0 : 1));
    const lazy = { id: 'lazy', predicted: new Int32Array(100) };
    const fair = { id: 'fair', predicted: labels.map((label, i) => (i < 20 ? 1 : label)) };
    const by = (figure: 'accuracy' | 'balancedAccuracy') =>
      selectionReport({ labels, runs: [lazy, fair] }, 2, figure, 1, 200);
    expect(by('accuracy')).toMatchObject({ winner: 'lazy', apparent: expect.closeTo(0.9, 12) });
    expect(by('balancedAccuracy')).toMatchObject({
      winner: 'fair',
      apparent: expect.closeTo((70 / 90 + 1) / 2, 12),
    });
    expect(by('balancedAccuracy').margin).toBeCloseTo((70 / 90 + 1) / 2 - 0.5, 12);
  });
  it('is the same for the same seed', () => {
    const given = chanceRuns(5, 60, [0.7, 0.75]);
    expect(selectionReport(given, 2, 'accuracy', 9, 50)).toEqual(
      selectionReport(given, 2, 'accuracy', 9, 50),
    );
    expect(selectionReport(given, 2, 'accuracy', 9, 50)).not.toEqual(
      selectionReport(given, 2, 'accuracy', 8, 50),
    );
  });
  it('has no margin with one run, and says nothing without runs or images', () => {
    const { labels, runs } = chanceRuns(6, 50, [0.7]);
    expect(selectionReport({ labels, runs }, 2, 'accuracy', 1, 50)).toMatchObject({
      winner: 'run 0',
      margin: 0,
    });
    expect(selectionReport({ labels, runs: [] }, 2, 'accuracy', 1)).toMatchObject({
      winner: null,
      apparent: NaN,
    });
    const empty = { labels: new Int32Array(), runs: [{ id: 'a', predicted: new Int32Array() }] };
    expect(selectionReport(empty, 2, 'accuracy', 1).honest.value).toBeNull();
  });
  it('has no honest figure where every draw takes the one image there is', () => {
    const one = { labels: Int32Array.of(1), runs: [{ id: 'a', predicted: Int32Array.of(1) }] };
    expect(selectionReport(one, 2, 'accuracy', 1, 20)).toMatchObject({ apparent: 1, honest: { value: null }, optimism: NaN }); // prettier-ignore
  });
});
