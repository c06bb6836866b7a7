import { uuidv7 } from '@bestiary/contracts/id';
import { type SeriesColumns } from '@bestiary/contracts/metric';
import { ListRunsInput, type SeriesSummary } from '@bestiary/contracts/run';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../database.ts';
import { violatedConstraint } from '../database-error.ts';
import { MetricRepository } from './metric.repository.ts';
import { ProjectRepository } from './project.repository.ts';
import { RunRepository } from './run.repository.ts';

let database: TestDatabase;
let db: Database;
let metrics: MetricRepository;
let runs: RunRepository;
let projectId: string;
let runId: string;

beforeAll(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  metrics = new MetricRepository(db);
  runs = new RunRepository(db);
  projectId = (await new ProjectRepository(db).ensure(uuidv7(), 'metrics')).id;
});

afterAll(async () => {
  await db.$disconnect();
  await database.close();
});

beforeEach(async () => {
  runId = uuidv7();
  await runs.create({ id: runId, projectId, name: 'run' });
});

function columns(
  key: string,
  points: [step: number, value: SeriesColumns['values'][number]][],
): SeriesColumns {
  return {
    key,
    steps: points.map(([step]) => step),
    values: points.map(([, value]) => value),
    times: points.map(([step]) => 1_700_000_000_000 + step),
  };
}

async function summaryOf(key: string): Promise<SeriesSummary | undefined> {
  return (await runs.get(runId))!.series.find((series) => series.key === key);
}

async function seriesOf(key: string): Promise<SeriesColumns | undefined> {
  return (await metrics.history([runId]))[0]!.series.find((series) => series.key === key);
}

describe('log', () => {
  it('keeps points in columns by step, and sums each series up', async () => {
    expect(await metrics.log(runId, [columns('loss', [[0, 0.5], [1, 0.25]]), columns('acc', [[0, 0.9]])])).toBe(3); // prettier-ignore
    expect(await metrics.log(runId, [columns('loss', [[2, 0.375]])])).toBe(1);
    expect(await seriesOf('loss')).toEqual(columns('loss', [[0, 0.5], [1, 0.25], [2, 0.375]])); // prettier-ignore
    expect(await summaryOf('loss')).toEqual({ key: 'loss', last: 0.375, min: 0.25, max: 0.5, count: 3, lastStep: 2 }); // prettier-ignore
    expect(await summaryOf('acc')).toEqual({
      key: 'acc',
      last: 0.9,
      min: 0.9,
      max: 0.9,
      count: 1,
      lastStep: 0,
    });
  });

  it('has no effect when it is repeated', async () => {
    const batch = [columns('loss', [[0, 0.5], [1, 'NaN']])]; // prettier-ignore
    await metrics.log(runId, batch);
    const before = await runs.get(runId);
    await metrics.log(runId, batch);
    expect(await runs.get(runId)).toEqual(before);
    expect(await seriesOf('loss')).toEqual(batch[0]);
  });

  it('lets the last write of a step win, within a batch and between batches, and sums up anew', async () => {
    await metrics.log(runId, [columns('loss', [[0, 9], [1, 1], [0, 5]])]); // prettier-ignore
    expect(await summaryOf('loss')).toMatchObject({ min: 1, max: 5, count: 2, last: 1 });
    await metrics.log(runId, [columns('loss', [[0, 2], [2, 1.5]])]); // prettier-ignore
    expect(await seriesOf('loss')).toMatchObject({ steps: [0, 1, 2], values: [2, 1, 1.5] });
    expect(await summaryOf('loss')).toMatchObject({ min: 1, max: 2, count: 3, last: 1.5, lastStep: 2 });
    await metrics.log(runId, [columns('loss', [[2, -1]])]);
    expect(await summaryOf('loss')).toMatchObject({ min: -1, max: 2, count: 3, last: -1 });
  });

  it('takes steps in any order: last is the value of the highest step', async () => {
    await metrics.log(runId, [columns('loss', [[7, 0.7]])]);
    await metrics.log(runId, [columns('loss', [[3, 0.3], [1, 0.1]])]); // prettier-ignore
    expect(await summaryOf('loss')).toMatchObject({ last: 0.7, lastStep: 7, count: 3, min: 0.1 });
    expect((await seriesOf('loss'))!.steps).toEqual([1, 3, 7]);
  });

  it('keeps NaN and infinity as they are; min and max leave NaN out', async () => {
    await metrics.log(runId, [columns('loss', [[0, 'NaN']])]);
    expect(await summaryOf('loss')).toMatchObject({ last: 'NaN', min: null, max: null, count: 1 });
    await metrics.log(runId, [columns('loss', [[1, '-Infinity'], [2, 1e-300], [3, 'Infinity'], [4, 'NaN']])]); // prettier-ignore
    expect((await seriesOf('loss'))!.values).toEqual(['NaN', '-Infinity', 1e-300, 'Infinity', 'NaN']);
    expect(await summaryOf('loss')).toMatchObject({
      last: 'NaN',
      min: '-Infinity',
      max: 'Infinity',
      count: 5,
    });
    const input = ListRunsInput.parse({ projectId, limit: 1 });
    const { runs: listed } = await runs.list(input, input);
    expect(listed[0]!.metrics).toEqual({ loss: 'NaN' });
  });

  it('keeps doubles and large steps exactly', async () => {
    const values = [0.1 + 0.2, Number.MIN_VALUE, Number.MAX_VALUE, -1e-7, 1 / 3];
    const steps = [0, 2 ** 31, 2 ** 40, 2 ** 52, Number.MAX_SAFE_INTEGER];
    await metrics.log(runId, [columns('exact', steps.map((step, i) => [step, values[i]!]))]); // prettier-ignore
    const back = (await seriesOf('exact'))!;
    expect(back.steps).toEqual(steps);
    expect(back.values).toEqual(values);
  });

  it('sums up rightly when batches of one series arrive at the same time, repeats among them', async () => {
    const batches = Array.from({ length: 40 }, (_, b) =>
      columns(
        'loss',
        Array.from({ length: 5 }, (_, i) => [(b % 20) * 5 + i, (b % 20) * 5 + i]),
      ),
    );
    await Promise.all(batches.map((batch) => metrics.log(runId, [batch])));
    expect((await seriesOf('loss'))!.values).toEqual(Array.from({ length: 100 }, (_, i) => i));
    expect(await summaryOf('loss')).toMatchObject({ count: 100, min: 0, max: 99, last: 99, lastStep: 99 });
  });

  it('sums up rightly when one step is overwritten from many sides at once', async () => {
    await Promise.all(
      Array.from(
        { length: 30 },
        (_, i) =>
        metrics.log(runId, [columns('a', [[0, i], [i + 1, i]]), columns('b', [[0, -i]])]), // prettier-ignore
      ),
    );
    for (const key of ['a', 'b']) {
      const { values, steps } = (await seriesOf(key))!;
      const numbers = values as number[];
      expect(await summaryOf(key)).toEqual({
        key,
        count: steps.length,
        lastStep: Math.max(...steps),
        last: numbers.at(-1),
        min: Math.min(...numbers),
        max: Math.max(...numbers),
      });
    }
  });

  it('says which run is missing by the foreign key', async () => {
    const failure = await metrics.log(uuidv7(), [columns('loss', [[0, 1]])]).catch((error: unknown) => error);
    expect(violatedConstraint(failure)).toBe('series_run_id_fkey');
  });

  it('takes 20,000 points in one call', async () => {
    const points = Array.from({ length: 20_000 }, (_, i): [number, number] => [i, Math.sin(i)]);
    expect(await metrics.log(runId, [columns('wave', points)])).toBe(20_000);
    expect((await seriesOf('wave'))!.values).toEqual(points.map(([, value]) => value));
  });
});

describe('history', () => {
  it('has one entry for each run asked for, in that order, of the keys asked for', async () => {
    await metrics.log(runId, [columns('loss', [[0, 1]]), columns('acc', [[0, 2]])]);
    const unknown = uuidv7();
    expect(await metrics.history([unknown, runId], ['acc'])).toEqual([
      { runId: unknown, series: [] },
      { runId, series: [columns('acc', [[0, 2]])] },
    ]);
  });
});

describe('reading on', () => {
  it('gives what was written since the last read, new or overwritten, and nothing else', async () => {
    await metrics.log(runId, [columns('loss', [[0, 1], [1, 2]]), columns('acc', [[0, 0.5]])]); // prettier-ignore
    const first = await metrics.pointsSince(runId, undefined);
    expect(first.series.map(({ key, steps }) => [key, steps])).toEqual([
      ['acc', [0]],
      ['loss', [0, 1]],
    ]);
    // a transaction under way in any database of the server holds back from where to go on
    let { since } = first;
    await expect
      .poll(
        async () => {
          ({ since } = await metrics.pointsSince(runId, undefined));
          return (await metrics.pointsSince(runId, since)).series;
        },
        { timeout: 45_000 },
      )
      .toEqual([]);
    await metrics.log(runId, [columns('loss', [[1, 7], [2, 3]])]); // prettier-ignore
    const second = await metrics.pointsSince(runId, since);
    expect(second.series).toEqual([columns('loss', [[1, 7], [2, 3]])]); // prettier-ignore
  });

  it('does not pass over a write that was under way during the last read', async () => {
    let release!: () => void;
    const released = new Promise<void>((resolve) => (release = resolve));
    const writing = db.$transaction(async (tx) => {
      await new MetricRepository(tx as Database).log(runId, [columns('slow', [[0, 1]])]);
      await released;
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await metrics.log(runId, [columns('fast', [[0, 1]])]);
    const meanwhile = await metrics.pointsSince(runId, undefined);
    expect(meanwhile.series.map(({ key }) => key)).toEqual(['fast']);
    release();
    await writing;
    const after = await metrics.pointsSince(runId, meanwhile.since);
    expect(after.series.map(({ key }) => key)).toContain('slow');
  });

  it('gives everything where the id is from the future, as after a restore', async () => {
    await metrics.log(runId, [columns('loss', [[0, 1]])]);
    expect((await metrics.pointsSince(runId, '999999999999')).series).toHaveLength(1);
  });

  it('looks up the steps that were announced', async () => {
    await metrics.log(runId, [columns('loss', [[0, 1], [5, 2], [9, 3]]), columns('acc', [[5, 4]])]); // prettier-ignore
    const read = await metrics.pointsAt(runId, [{ key: 'loss', first: 4, last: 9 }]);
    expect(read.series).toEqual([columns('loss', [[5, 2], [9, 3]])]); // prettier-ignore
  });
});
