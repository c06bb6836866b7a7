import { createHash } from 'node:crypto';
import { uuidv7 } from '@bestiary/contracts/id';
import { fromWireFloat, toWireFloat } from '@bestiary/contracts/json';
import { type MetricHistory } from '@bestiary/contracts/metric';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppRouter } from './app.router.ts';

let server: TestServer;
let api: ReturnType<typeof createTRPCClient<AppRouter>>;
let projectId: string;

beforeAll(async () => {
  server = await startTestServer();
  api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${server.url}/api/trpc`, methodOverride: 'POST' })],
  });
  projectId = (await api.projects.ensure.mutate({ id: uuidv7(), name: 'comparison' })).id;
});

afterAll(async () => {
  await server.close();
});

async function makeRun(more: { startedAt?: string } = {}): Promise<string> {
  const id = uuidv7();
  await api.runs.create.mutate({ id, projectId, name: 'run', ...more });
  return id;
}

/** Predictions of `labels.length` images of a set, right where `right` says so. */
async function predict(
  runId: string,
  labels: readonly number[],
  right: (i: number) => boolean,
  set = 'set',
): Promise<void> {
  await api.predictions.log.mutate({
    runId,
    split: 'validation',
    predictions: labels.map((label, i) => {
      const predicted = right(i) ? label : 1 - label;
      const sure = 0.6 + i / 1_000;
      return {
        image: createHash('sha256').update(`${set} ${i}`).digest('hex'),
        path: `${set}/${i}.png`,
        label,
        predicted,
        probabilities: predicted === 1 ? [1 - sure, sure] : [sure, 1 - sure],
      };
    }),
  });
}

const LABELS = Array.from({ length: 100 }, (_, i) => i % 2);

describe('a ranking', () => {
  it('lets runs share a rank that cannot be told apart, and leaves other images to a group of their own', async () => {
    const [good, alike, bad, elsewhere, empty] = await Promise.all(
      Array.from({ length: 5 }, () => makeRun()),
    );
    await predict(good!, LABELS, (i) => i % 10 !== 0);
    await predict(alike!, LABELS, (i) => i % 10 !== 1 && i !== 50);
    await predict(bad!, LABELS, (i) => i % 2 === 0);
    await predict(elsewhere!, LABELS.slice(0, 20), () => true, 'another');
    const gone = uuidv7();
    const ranking = await api.rankings.rank.query({
      runIds: [bad!, elsewhere!, alike!, empty!, gone, good!],
    });
    expect(ranking.groups.map(({ images, leftOut }) => ({ images, leftOut }))).toEqual([
      { images: 100, leftOut: 0 },
      { images: 20, leftOut: 0 },
    ]);
    expect(ranking.groups[0]!.runs.map(({ runId, rank }) => [runId, rank])).toEqual([
      [good, 1],
      [alike, 1],
      [bad, 3],
    ]);
    expect(ranking.groups[1]!.runs.map(({ runId, rank }) => [runId, rank])).toEqual([[elsewhere, 1]]);
    expect(ranking.without).toEqual([empty]);
    const first = ranking.groups[0]!.runs[0]!;
    expect(first.accuracy).toMatchObject({ value: 0.9, hits: 90, of: 100 });
    expect(first.balancedAccuracy.low).toBeLessThan(0.9);
    expect(first.balancedAccuracy.high).toBeGreaterThan(0.9);
    expect(first.confusion.flat().reduce((a, b) => a + b, 0)).toBe(100);
    expect(ranking.groups[0]!.pairs.find(({ b }) => b === bad)).toMatchObject({
      a: good,
      onlyA: 50,
      onlyB: 10,
    });
  });

  it('is the same when it is asked for again', async () => {
    const id = await makeRun();
    await predict(id, LABELS, (i) => i % 3 !== 0);
    expect(await api.rankings.rank.query({ runIds: [id] })).toEqual(
      await api.rankings.rank.query({ runIds: [id] }),
    );
  });
});

describe('two runs', () => {
  it('are counted on the images they share, and every count is so many images', async () => {
    const [a, b] = [await makeRun(), await makeRun()];
    await predict(a, LABELS, (i) => i < 70);
    await predict(b, LABELS.slice(0, 90), (i) => i >= 20);
    await predict(b, LABELS.slice(0, 5), () => true, 'more');
    const counts = await api.rankings.pair.query({ a, b });
    expect(counts).toMatchObject({
      bothRight: 50,
      onlyA: 20,
      onlyB: 20,
      bothWrong: 0,
      otherA: 10,
      otherB: 5,
      pValue: 1,
      classNames: ['0', '1'],
    });
    for (const outcome of ['bothRight', 'onlyA', 'onlyB', 'bothWrong'] as const) {
      const { total, images } = await api.rankings.pairGallery.query({ a, b, outcome, limit: 500 });
      expect(total).toBe(counts[outcome]);
      expect(images).toHaveLength(total);
      for (const { label, predicted, other } of images) {
        expect([predicted === label, other.predicted === label]).toEqual([
          outcome === 'bothRight' || outcome === 'onlyA',
          outcome === 'bothRight' || outcome === 'onlyB',
        ]);
      }
    }
    const second = await api.rankings.pairGallery.query({ a, b, outcome: 'onlyA', limit: 15, offset: 15 });
    expect(second.images).toHaveLength(5);
  });

  it('of which one is gone are not found', async () => {
    await expect(api.rankings.pair.query({ a: await makeRun(), b: uuidv7() })).rejects.toThrow(
      'there is no run',
    );
  });
});

describe('curves', () => {
  const START = Date.UTC(2026, 0, 1);

  it('keep extremes and gaps of many points, on any axis', async () => {
    const runId = await makeRun({ startedAt: new Date(START).toISOString() });
    const steps = Array.from({ length: 20_000 }, (_, i) => i);
    const value = (i: number) => (i === 12_345 ? 77 : i === 400 ? NaN : Math.sin(i / 100));
    await api.metrics.log.mutate({
      runId,
      series: [
        {
          key: 'loss',
          steps,
          values: steps.map((i) => toWireFloat(value(i))),
          times: steps.map((i) => START + 1_000 + i * 10),
        },
      ],
    });
    for (const [axis, place] of [
      ['step', (i: number) => i],
      ['relative', (i: number) => 1 + i / 100],
      ['wall', (i: number) => START + 1_000 + i * 10],
    ] as const) {
      const [curve] = await api.curves.draw.query({ runIds: [runId], keys: ['loss'], axis, columns: 300 });
      expect(curve!.count).toBe(20_000);
      expect(curve!.points.x.length).toBeLessThan(1_000);
      const values = curve!.points.values.map(fromWireFloat);
      expect(curve!.points.x[values.indexOf(77)]).toBeCloseTo(place(12_345), 6);
      expect(curve!.points.x[values.findIndex(Number.isNaN)]).toBeCloseTo(place(400), 6);
    }
    const [part] = await api.curves.draw.query({ runIds: [runId], keys: ['loss'], from: 100, to: 200 });
    expect(part!.points.x).toEqual(Array.from({ length: 103 }, (_, i) => 99 + i));
    const [smooth] = await api.curves.draw.query({
      runIds: [runId],
      keys: ['loss'],
      smoothing: 0.5,
      from: 2,
      to: 2,
    });
    const [zero, one, two] = [0, 1, 2].map((i) => Math.sin(i / 100));
    expect(smooth!.smoothed!.values[1]).toBeCloseTo((0.25 * zero! + 0.5 * one! + two!) / 1.75, 12);
  });

  it('are in order whatever order their points were written in, also of many runs at once', async () => {
    const runIds = await Promise.all(Array.from({ length: 6 }, () => makeRun()));
    const steps = Array.from({ length: 40 }, (_, i) => (i * 17) % 40);
    for (const step of steps) {
      await Promise.all(
        runIds.map((runId) =>
          api.metrics.log.mutate({
            runId,
            series: ['loss', 'val_loss'].map((key) => ({
              key,
              steps: [step],
              values: [step / 2],
              times: [START],
            })),
          }),
        ),
      );
    }
    const curves = await api.curves.draw.query({ runIds, keys: ['loss', 'val_loss'] });
    expect(curves).toHaveLength(12);
    const ordered = Array.from({ length: 40 }, (_, i) => i);
    for (const { points } of curves) expect(points.x).toEqual(ordered);
    const history = await api.metrics.history.query({ runIds });
    for (const { series } of history)
      for (const { steps: inOrder, values } of series) {
        expect(inOrder).toEqual(ordered);
        expect(values).toEqual(ordered.map((step) => step / 2));
      }
  });

  it('stand where their steps are, also where some are missing or the first is late', async () => {
    const runId = await makeRun({ startedAt: new Date(START).toISOString() });
    const far = Number.MAX_SAFE_INTEGER;
    const stepsOf = { late: [7, 8, 9], gapped: [0, 2, 3], far: [5, far - 1, far], one: [0] };
    await api.metrics.log.mutate({
      runId,
      series: Object.entries(stepsOf).map(([key, steps]) => ({
        key,
        steps,
        values: steps.map((_, i) => i),
        times: steps.map((_, i) => START + 2_000 - i), // the clock was put back
      })),
    });
    const keys = Object.keys(stepsOf);
    const byStep = await api.curves.draw.query({ runIds: [runId], keys });
    expect(Object.fromEntries(byStep.map(({ key, points }) => [key, points.x]))).toEqual(stepsOf);
    const [{ series }] = (await api.metrics.history.query({ runIds: [runId] })) as [MetricHistory[number]];
    expect(Object.fromEntries(series.map(({ key, steps }) => [key, steps]))).toEqual(stepsOf);
    const [late] = await api.curves.draw.query({ runIds: [runId], keys: ['late'], axis: 'wall' });
    expect(late!.points).toEqual({ x: [START + 1_998, START + 1_999, START + 2_000], values: [2, 1, 0] });
  });

  it('leave out what there is not', async () => {
    expect(await api.curves.draw.query({ runIds: [await makeRun(), uuidv7()], keys: ['none'] })).toEqual([]);
  });
});
