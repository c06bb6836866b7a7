import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '@bestiary/contracts/id';
import { SweepConfig, type TrialParams } from '@bestiary/contracts/sweep';
import { type CreateSweepInput, type SweepChange } from '@bestiary/contracts/sweep-record';
import { type ClaimTrialOutput, type TrialColumns } from '@bestiary/contracts/trial';
import { openDatabase } from '@bestiary/db/database';
import { PointSource } from '@bestiary/sweeps/point-source';
import { type TrialRow } from '@bestiary/sweeps/trial-row';
import { serverEvents } from '@bestiary/testing/server-events';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AppRouter } from './app.router.ts';

type Api = ReturnType<typeof createTRPCClient<AppRouter>>;
type Given = Extract<ClaimTrialOutput, { kind: 'trial' }>;

let server: TestServer;
/** another server on the same database */
let other: TestServer;
let api: Api;
let otherApi: Api;

beforeAll(async () => {
  server = await startTestServer();
  other = await startTestServer({ databaseUrl: server.databaseUrl });
  api = clientOf(server);
  otherApi = clientOf(other);
});

afterAll(async () => {
  await other.close();
  await server.close();
});

function clientOf({ url }: TestServer): Api {
  return createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${url}/api/trpc`, methodOverride: 'POST' })],
  });
}

const SPACE = {
  learning_rate: { type: 'float', low: 1e-4, high: 1, log: true },
  optimizer: { type: 'categorical', choices: ['adam', 'sgd'] },
  momentum: { type: 'float', low: 0, high: 0.9, when: { optimizer: 'sgd' } },
} as const;

/** What a training of the simulated worker comes to. */
function objective({ learning_rate, momentum = 0 }: TrialParams): number {
  return (Math.log10(Number(learning_rate)) + 2) ** 2 + Number(momentum) / 10;
}

async function makeSweep(
  config: Record<string, unknown> = {},
  training: CreateSweepInput['training'] = {},
  warmStart?: CreateSweepInput['warmStart'],
): Promise<string> {
  const id = uuidv7();
  await api.sweeps.create.mutate({
    id,
    project: 'sweeps',
    config: SweepConfig.parse({
      space: SPACE,
      objective: { metric: 'val_loss', goal: 'min' },
      budget: { trials: 20 },
      sampler: 'random',
      ...config,
    }),
    training,
    ...(warmStart && { warmStart }),
  });
  return id;
}

function claimAny(sweepId: string, by: Api = api, requestId = uuidv7(), workerId = uuidv7()) {
  return by.trials.claim.mutate({ workerId, sweepId, requestId });
}

async function claim(sweepId: string, by: Api = api): Promise<Given> {
  const outcome = await claimAny(sweepId, by);
  if (outcome.kind !== 'trial') throw new Error(`${outcome.kind}: ${outcome.reason}`);
  return outcome;
}

function held({ trial, token }: Given): { trialId: string; token: number } {
  return { trialId: trial.id, token };
}

async function finish(given: Given, by: Api = api) {
  return by.trials.finish.mutate({
    ...held(given),
    status: 'finished',
    values: [objective(given.trial.params)],
  });
}

async function fail(given: Given, permanent = true) {
  const error = { message: 'a bad batch size', permanent };
  return api.trials.finish.mutate({ ...held(given), status: 'failed', error });
}

/** Works on a sweep until it is done. @returns how many trials it ran */
async function work(sweepId: string, by: Api = api): Promise<number> {
  for (let trials = 0; ;) {
    const outcome = await claimAny(sweepId, by);
    if (outcome.kind === 'done') return trials;
    if (outcome.kind === 'wait') {
      await sleep(20);
      continue;
    }
    await finish(outcome, by);
    trials += 1;
  }
}

/** Lets the leases of a sweep end, without the wait. */
async function endLeases(sweepId: string): Promise<void> {
  const db = openDatabase(server.databaseUrl);
  await db.$executeRaw`
    UPDATE trials SET lease_until = now() - interval '1 second', changed = pg_current_xact_id()::text::bigint
    WHERE sweep_id = ${sweepId}::uuid AND status = 'running'`;
  await db.$disconnect();
}

async function codeOf(call: Promise<unknown>): Promise<{ code: string; hint?: string; message: string }> {
  const error: unknown = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof TRPCClientError)) throw new Error('no failure');
  const { bestiary } = error.data as { bestiary: { code: string; hint?: string } };
  return { ...bestiary, message: error.message };
}

function paramsOf({ params, numbers }: TrialColumns): TrialParams[] {
  return numbers.map(
    (_, i) =>
      Object.fromEntries(
        Object.entries(params).flatMap(([name, values]) => (values[i] === null ? [] : [[name, values[i]]])),
      ) as TrialParams,
  );
}

describe('a sweep', () => {
  it.each(['grid', 'random', 'sobol', 'tpe', 'cma-es'])(
    'with one worker tries the points of its sampler alone, on whatever server: %s',
    async (sampler) => {
      const config = { sampler: sampler === 'grid' ? { type: 'grid', levels: 3 } : sampler, seed: 7 };
      const id = await makeSweep({ ...config, budget: { trials: 14 } });
      for (let i = 0; i < 14; i++) {
        const by = i % 3 === 2 ? otherApi : api;
        const outcome = await claimAny(id, by);
        if (outcome.kind !== 'trial') break;
        await finish(outcome, i % 2 === 1 ? otherApi : api);
      }
      const sweep = await api.sweeps.get.query({ id });
      const source = new PointSource(sweep.config);
      const rows: TrialRow[] = [];
      for (let number = 0; number < 14; number++) {
        const params = source.suggest(rows);
        if (params === undefined) break;
        rows.push({ number, status: 'finished', params, values: [objective(params)], lastReport: null });
      }
      const trials = await otherApi.sweeps.trials.query({ id });
      expect(paramsOf(trials)).toEqual(rows.map(({ params }) => params));
      expect(sweep).toMatchObject({ counts: { finished: rows.length, running: 0 } });
      const least = Math.min(...rows.map(({ values }) => values![0]!));
      expect(sweep.best).toMatchObject([{ values: [least] }]);
    },
  );

  it('gives 50 claims at once, on two servers, 50 trials of their own', async () => {
    const id = await makeSweep({ budget: { trials: 60 } });
    const given = await Promise.all(Array.from({ length: 50 }, (_, i) => claim(id, i % 2 ? api : otherApi)));
    expect(new Set(given.map(({ trial }) => trial.id)).size).toBe(50);
    expect(given.map(({ trial }) => trial.number).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 50 }, (_, i) => i),
    );
  });

  it('begins no trial too many, counting those under way, and begins another for one that failed', async () => {
    const id = await makeSweep({ budget: { trials: 5 } });
    const outcomes = await Promise.all(
      Array.from({ length: 12 }, (_, i) => claimAny(id, i % 2 ? api : otherApi)),
    );
    const given = outcomes.filter((outcome) => outcome.kind === 'trial');
    expect(given).toHaveLength(5);
    expect(outcomes.filter(({ kind }) => kind === 'wait')).toHaveLength(7);
    await fail(given[0]!);
    for (const each of given.slice(1)) await finish(each);
    const sixth = await claim(id);
    expect(sixth.trial.number).toBe(5);
    expect((await claimAny(id)).kind).toBe('wait');
    await finish(sixth, otherApi);
    expect(await claimAny(id)).toMatchObject({ kind: 'done', reason: '5 trials were done' });
    expect(await api.sweeps.get.query({ id })).toMatchObject({
      status: 'finished',
      spent: 'trials',
      counts: { finished: 5, failed: 1, queued: 0, running: 0 },
    });
  });

  it('answers a claim that is sent again with the same trial, from whichever server', async () => {
    const id = await makeSweep();
    const [requestId, workerId] = [uuidv7(), uuidv7()];
    const first = await claimAny(id, api, requestId, workerId);
    expect(await claimAny(id, otherApi, requestId, workerId)).toEqual(first);
    expect(await claimAny(id, api, requestId, workerId)).toEqual(first);
    expect(await claimAny(id, api, uuidv7(), workerId)).toMatchObject({ trial: { number: 1 } });
  });

  it('is worked on by workers that name none, the oldest first', async () => {
    const [older, younger] = [await makeSweep({ budget: { trials: 1 } }), await makeSweep()];
    const worker = async () => {
      const outcome = await api.trials.claim.mutate({ workerId: uuidv7(), requestId: uuidv7() });
      if (outcome.kind !== 'trial') throw new Error(outcome.kind);
      return outcome;
    };
    for (const sweep of (await api.sweeps.list.query({ statuses: ['running'], limit: 200 })).sweeps)
      if (sweep.id !== older && sweep.id !== younger) await api.sweeps.stop.mutate({ id: sweep.id });
    const first = await worker();
    expect(first.sweep.id).toBe(older);
    expect((await worker()).sweep.id).toBe(younger);
    await finish(first);
    expect((await worker()).sweep.id).toBe(younger);
  });

  it('made twice is one', async () => {
    const id = uuidv7();
    const sweep = {
      id,
      project: 'sweeps',
      config: SweepConfig.parse({
        space: SPACE,
        objective: { metric: 'val_loss', goal: 'min' },
        budget: { trials: 3 },
        enqueue: [{ learning_rate: 0.01 }],
      }),
    };
    expect(await api.sweeps.create.mutate(sweep)).toEqual({ created: true });
    expect(await otherApi.sweeps.create.mutate(sweep)).toEqual({ created: false });
    expect(await api.sweeps.get.query({ id })).toMatchObject({
      name: 'tpe over learning_rate, optimizer, momentum',
      projectName: 'sweeps',
      counts: { queued: 1 },
    });
  });

  it('over a parameter that no training has is refused, by name, with all else that is wrong', async () => {
    const failure = await codeOf(
      makeSweep({ space: { ...SPACE, learnig_rate: 0.1 } }, { args: { optimizer: 'adam', epochs: 0 } }),
    );
    expect(failure.code).toBe('invalid_input');
    expect(failure.message).toContain('"learnig_rate"');
    expect(failure.message).toContain('epochs');
    expect(failure.message).toContain('optimizer is in the space and in training.args');
  });
});

describe('a trial', () => {
  it('is taken from a worker whose lease has ended once, and the late worker overwrites nothing', async () => {
    const id = await makeSweep({ budget: { trials: 1 } });
    const late = await claim(id);
    await api.trials.report.mutate({ ...held(late), steps: [0], values: [9] });
    await endLeases(id);
    const outcomes = await Promise.all(
      Array.from({ length: 8 }, (_, i) => claimAny(id, i % 2 ? api : otherApi)),
    );
    const given = outcomes.filter((outcome) => outcome.kind === 'trial');
    expect(given).toMatchObject([{ trial: { id: late.trial.id, attempt: 2 }, token: late.token + 1 }]);

    const stale = [
      () => otherApi.trials.report.mutate({ ...held(late), steps: [1], values: [8] }),
      () => otherApi.trials.heartbeat.mutate(held(late)),
      () => api.trials.release.mutate(held(late)),
      () => api.trials.attach.mutate({ ...held(late), runId: uuidv7() }),
      () => otherApi.trials.finish.mutate({ ...held(late), status: 'finished', values: [-1] }),
    ];
    for (const call of stale)
      expect(await codeOf(call())).toMatchObject({
        code: 'conflict',
        hint: expect.stringContaining('stale token') as string,
      });
    await finish(given[0]!);
    expect(
      await codeOf(api.trials.finish.mutate({ ...held(late), status: 'finished', values: [-1] })),
    ).toMatchObject({
      code: 'conflict',
    });
    const trials = await api.sweeps.trials.query({ id });
    expect(trials).toMatchObject({ statuses: ['finished'], attempts: [2], reportCounts: [0] });
    expect(trials.values).toEqual([[objective(late.trial.params)]]);
  });

  it('fails when its workers were lost as often as the sweep allows, and can be tried again', async () => {
    const id = await makeSweep({ budget: { trials: 1 } }, { maxAttempts: 2 });
    for (const attempt of [1, 2]) {
      expect((await claim(id)).trial).toMatchObject({ number: 0, attempt });
      await endLeases(id);
    }
    const next = await claim(id);
    expect(next.trial).toMatchObject({ number: 1, attempt: 1 });
    expect((await api.sweeps.trials.query({ id })).errors).toMatchObject([
      { number: 0, error: { message: 'begun 2 times, and its worker was lost each time', permanent: false } },
    ]);
    await finish(next);
    expect((await api.sweeps.get.query({ id })).status).toBe('finished');
    expect(await api.sweeps.retryFailed.mutate({ id })).toEqual({ trials: 1 });
    expect(await otherApi.sweeps.retryFailed.mutate({ id })).toEqual({ trials: 0 });
    expect(await work(id)).toBe(1);
    const trials = await api.sweeps.trials.query({ id });
    expect(trials.statuses).toEqual(['failed', 'finished', 'finished']);
    expect(paramsOf(trials)[2]).toEqual(paramsOf(trials)[0]);
  });

  it('is tried again at once where its failure need not come again, and not where it must', async () => {
    const id = await makeSweep({ budget: { trials: 2 } }, { maxAttempts: 2 });
    const first = await claim(id);
    expect(await fail(first, false)).toEqual({ status: 'queued' });
    const again = await claim(id);
    expect(again.trial).toMatchObject({ id: first.trial.id, attempt: 2 });
    expect(await fail(again, false)).toEqual({ status: 'failed' });
    expect(await fail(await claim(id), true)).toEqual({ status: 'failed' });
    expect(await api.sweeps.retryFailed.mutate({ id })).toEqual({ trials: 1 });
  });

  it('that is handed back goes to the next worker, and that attempt is not counted', async () => {
    const id = await makeSweep();
    const first = await claim(id);
    await api.trials.release.mutate(held(first));
    await api.trials.release.mutate(held(first));
    const next = await claim(id, otherApi);
    expect(next).toMatchObject({ trial: { id: first.trial.id, attempt: 1 }, token: first.token + 1 });
  });

  it('that has ended stays as it ended, whatever is sent again', async () => {
    const id = await makeSweep();
    const given = await claim(id);
    expect(await finish(given)).toEqual({ status: 'finished' });
    expect(await api.trials.finish.mutate({ ...held(given), status: 'finished', values: [1e9] })).toEqual({
      status: 'finished',
    });
    expect(await fail(given)).toEqual({ status: 'finished' });
    expect(await api.trials.report.mutate({ ...held(given), steps: [5], values: [1] })).toEqual({
      action: 'stop',
    });
    const trials = await otherApi.sweeps.trials.query({ id });
    expect(trials.values).toEqual([[objective(given.trial.params)]]);
    expect(trials.reportCounts).toEqual([0]);
  });

  it('keeps each report once, NaN included, in whatever pieces it came and from whichever server', async () => {
    const id = await makeSweep();
    const given = await claim(id);
    await api.trials.report.mutate({ ...held(given), steps: [0, 1], values: [1, 'NaN'] });
    await api.trials.report.mutate({ ...held(given), steps: [1, 2], values: [7, 0.5] });
    await otherApi.trials.report.mutate({ ...held(given), steps: [2, 3], values: [8, 'Infinity'] });
    await api.trials.finish.mutate({ ...held(given), status: 'pruned' });
    const trials = await otherApi.sweeps.trials.query({ id });
    expect(trials.statuses).toEqual(['pruned']);
    const bytes = Buffer.from(trials.reports, 'base64');
    const steps = Buffer.from(trials.steps, 'base64');
    const curve = trials.reportCounts.flatMap((count) =>
      Array.from({ length: count }, (_, i) => [steps.readInt32LE(i * 4), bytes.readDoubleLE(i * 8)]),
    );
    expect(curve.map(([step]) => step)).toEqual([...curve.keys()]);
    expect(curve.find(([step]) => step === 3)?.[1]).toBe(Infinity);
  });

  it('has the whole curve that its worker sends in the end', async () => {
    const id = await makeSweep();
    const given = await claim(id);
    await api.trials.report.mutate({ ...held(given), steps: [2], values: [3] });
    await api.trials.finish.mutate({
      ...held(given),
      status: 'finished',
      values: [1],
      curve: { steps: [0, 1, 2, 3], values: [5, 'NaN', 3, 1] },
    });
    const trials = await api.sweeps.trials.query({ id });
    expect(trials.reportCounts).toEqual([4]);
    const bytes = Buffer.from(trials.reports, 'base64');
    expect(Array.from({ length: 4 }, (_, i) => bytes.readDoubleLE(i * 8))).toEqual([5, NaN, 3, 1]);
  });

  it('is pruned by what others have reported, on whichever server', async () => {
    const id = await makeSweep({ pruner: { type: 'median', startupTrials: 3 } });
    for (const value of [1, 2, 3]) {
      const given = await claim(id);
      for (const step of [0, 1])
        expect(await api.trials.report.mutate({ ...held(given), steps: [step], values: [value] })).toEqual({
          action: 'continue',
        });
      await finish(given);
    }
    const [good, poor] = [await claim(id), await claim(id, otherApi)];
    const reported = (given: Given, value: number, by: Api) =>
      by.trials.report.mutate({ ...held(given), steps: [0], values: [value] });
    expect(await reported(good, 1.5, otherApi)).toEqual({ action: 'continue' });
    expect(await reported(poor, 2.5, api)).toEqual({ action: 'prune' });
  });

  it('is judged at every step that it reports, also where it sends several at once', async () => {
    const id = await makeSweep({ pruner: { type: 'asha', reduction: 2 } });
    const steps = [0, 1, 2, 3, 4, 5];
    const [good, late] = [await claim(id), await claim(id)];
    const report = (given: Given, values: number[]) =>
      api.trials.report.mutate({ ...held(given), steps, values });
    expect(await report(good, [1, 1, 1, 1, 1, 1])).toEqual({ action: 'continue' });
    expect(await report(late, [9, 0, 0, 0, 0, 0])).toEqual({ action: 'prune' });
  });

  it('with a run shows it, and refuses one that there is not', async () => {
    const id = await makeSweep();
    const given = await claim(id);
    expect(await codeOf(api.trials.attach.mutate({ ...held(given), runId: uuidv7() }))).toMatchObject({
      code: 'not_found',
    });
    const runId = uuidv7();
    await api.runs.create.mutate({ id: runId, projectId: given.sweep.projectId, name: 'trial 0' });
    await api.trials.attach.mutate({ ...held(given), runId });
    await finish(given);
    expect((await api.sweeps.get.query({ id })).best).toMatchObject([{ runId }]);
    await api.sweeps.finalized.mutate({ id, runId });
    expect((await api.sweeps.get.query({ id })).finalRunId).toBe(runId);
  });

  it('with another number of values than its sweep has objectives is refused', async () => {
    const given = await claim(await makeSweep());
    const call = api.trials.finish.mutate({ ...held(given), status: 'finished', values: [1, 2] });
    expect((await codeOf(call)).message).toContain('2 values, its sweep 1 objectives');
  });
});

describe('people', () => {
  it('pause and resume a sweep; what runs goes on meanwhile', async () => {
    const id = await makeSweep();
    const given = await claim(id);
    expect(await otherApi.sweeps.pause.mutate({ id })).toEqual({ status: 'paused' });
    expect(await claimAny(id)).toMatchObject({ kind: 'wait', reason: 'the sweep is paused' });
    expect(await api.trials.report.mutate({ ...held(given), steps: [0], values: [1] })).toEqual({
      action: 'continue',
    });
    await finish(given);
    expect(await api.sweeps.pause.mutate({ id })).toEqual({ status: 'paused' });
    expect(await api.sweeps.resume.mutate({ id })).toEqual({ status: 'running' });
    expect((await claim(id)).trial.number).toBe(1);
  });

  it('stop a sweep; whoever works on it is told, and what it sends is in vain', async () => {
    const id = await makeSweep({ enqueue: [{ learning_rate: 0.1 }, { learning_rate: 0.2 }] });
    const given = await claim(id);
    await otherApi.sweeps.stop.mutate({ id });
    expect(await api.trials.heartbeat.mutate(held(given))).toEqual({ action: 'stop' });
    expect(await finish(given)).toEqual({ status: 'cancelled' });
    expect(await claimAny(id)).toMatchObject({ kind: 'done' });
    const sweep = await api.sweeps.get.query({ id });
    expect(sweep).toMatchObject({
      status: 'stopped',
      best: [],
      counts: { cancelled: 2, queued: 0, running: 0 },
    });
    expect(await codeOf(api.sweeps.pause.mutate({ id }))).toMatchObject({ code: 'conflict' });
  });

  it('extend a sweep that has ended', async () => {
    const id = await makeSweep({ budget: { trials: 2 } });
    expect(await work(id)).toBe(2);
    expect(await api.sweeps.extend.mutate({ id, budget: { trials: 5 } })).toEqual({ status: 'running' });
    expect(await work(id, otherApi)).toBe(3);
    expect(await api.sweeps.get.query({ id })).toMatchObject({
      status: 'finished',
      counts: { finished: 5 },
      config: { budget: { trials: 5 } },
    });
  });

  it('have points of their own tried next, once each', async () => {
    const id = await makeSweep({ budget: { trials: 3 } });
    const ids = [uuidv7(), uuidv7()];
    const points: TrialParams[] = [{ learning_rate: 0.01 }, { optimizer: 'sgd', momentum: 0.5 }];
    await finish(await claim(id));
    expect(await api.sweeps.enqueue.mutate({ id, points, ids })).toEqual({ trials: 2 });
    expect(await otherApi.sweeps.enqueue.mutate({ id, points, ids })).toEqual({ trials: 0 });
    expect((await claim(id)).trial.params).toMatchObject({ learning_rate: 0.01 });
    expect((await claim(id)).trial.params).toMatchObject({ optimizer: 'sgd', momentum: 0.5 });
    expect((await claimAny(id)).kind).toBe('wait');
    const wrong = api.sweeps.enqueue.mutate({ id, points: [{ learning_rate: 7 }], ids: [uuidv7()] });
    expect((await codeOf(wrong)).message).toContain('learning_rate is never 7');
  });

  it('see a preview that is what will be tried, and how large a grid is', async () => {
    const config = SweepConfig.parse({
      space: SPACE,
      objective: { metric: 'val_loss', goal: 'min' },
      budget: { trials: 9 },
      sampler: { type: 'grid', levels: 3 },
    });
    const { points, gridSize } = await api.sweeps.preview.query({ config, count: 50 });
    expect(gridSize).toBe(12);
    expect(points).toHaveLength(12);
    const id = await makeSweep({ sampler: config.sampler, budget: { trials: 100 } });
    expect(await work(id)).toBe(12);
    expect(paramsOf(await api.sweeps.trials.query({ id }))).toEqual(points);
    expect(await api.sweeps.get.query({ id })).toMatchObject({
      status: 'finished',
      spent: null,
      statusReason: 'every point of the grid was tried',
    });
  });

  it('are told what is wrong with a text, and where', async () => {
    const text =
      'space:\n  learning_rate: {type: float, low: 1, high: 0.1}\nobjective: {metric: a, goal: min}\n';
    expect(await api.sweeps.check.query({ text })).toMatchObject({
      ok: false,
      issues: expect.arrayContaining([
        expect.objectContaining({ path: ['space', 'learning_rate', 'low'], line: 2 }),
      ]) as unknown,
    });
  });

  it('read only what changed since they looked', async () => {
    const id = await makeSweep();
    const given = [await claim(id), await claim(id), await claim(id)];
    const first = await api.sweeps.trials.query({ id });
    expect(first.numbers).toEqual([0, 1, 2]);
    await finish(given[1]!, otherApi);
    const since = await api.sweeps.trials.query({ id, after: first.cursor });
    expect(since.numbers).toContain(1);
    expect(since.statuses[since.numbers.indexOf(1)]).toBe('finished');
    await expect
      .poll(async () => (await api.sweeps.trials.query({ id, after: since.cursor })).numbers)
      .toEqual([]);
  });

  it('are told when a sweep changes, by whichever server', async () => {
    const id = await makeSweep();
    const input = encodeURIComponent(JSON.stringify({ sweepId: id }));
    const events = serverEvents(`${server.url}/api/trpc/sweeps.onChange?input=${input}`);
    await events.next(); // connected
    const heard = new Set<string>();
    const listening = (async () => {
      while (heard.size < 2) {
        const { value, done } = await events.next();
        if (done) throw new Error('the stream has ended');
        if (value.event === 'message') heard.add((value.data as SweepChange).kind);
      }
    })();
    // the subscription begins to listen when the stream is open: repeat until it hears
    while (heard.size < 2) {
      await claimAny(id, otherApi);
      await otherApi.sweeps.pause.mutate({ id });
      await otherApi.sweeps.resume.mutate({ id });
      await Promise.race([listening, sleep(200)]);
    }
    expect([...heard].sort()).toEqual(['status', 'trials']);
    await events.return(undefined);
  });

  it('page through sweeps, the newest first', async () => {
    const ids = [await makeSweep(), await makeSweep(), await makeSweep()];
    const first = await api.sweeps.list.query({ limit: 2 });
    const second = await api.sweeps.list.query({ limit: 1, cursor: first.nextCursor });
    expect([...first.sweeps, ...second.sweeps].map(({ id }) => id)).toEqual(ids.reverse());
  });
});

describe('a sweep ends', () => {
  it('as failed where too many trials fail, once ten have ended', async () => {
    const id = await makeSweep({ budget: { trials: 100 } }, { maxFailureShare: 0.3 });
    for (let i = 0; i < 6; i++) await finish(await claim(id));
    for (let i = 0; i < 3; i++) await fail(await claim(id));
    const waiting = await claim(id);
    await fail(await claim(id));
    expect(await claimAny(id)).toMatchObject({
      kind: 'done',
      reason: expect.stringMatching(/4 of 10 trials failed.*bad batch size/) as string,
    });
    expect(await api.trials.heartbeat.mutate(held(waiting))).toEqual({ action: 'stop' });
    expect((await api.sweeps.get.query({ id })).status).toBe('failed');
    expect(await api.sweeps.resume.mutate({ id })).toEqual({ status: 'running' });
    expect((await claim(id)).kind).toBe('trial'); // judged by what comes from now on
  });

  it('when nothing has got better for long enough', async () => {
    const id = await makeSweep({ budget: { plateau: { trials: 4 } } });
    const values = [3, 2, 2, 2, 2, 2, 2, 2];
    let trials = 0;
    for (const value of values) {
      const outcome = await claimAny(id);
      if (outcome.kind !== 'trial') break;
      await api.trials.finish.mutate({ ...held(outcome), status: 'finished', values: [value] });
      trials += 1;
    }
    expect(trials).toBe(6);
    expect(await api.sweeps.get.query({ id })).toMatchObject({ status: 'finished', spent: 'plateau' });
  });

  it('when its time is over, also where nobody asks', async () => {
    const id = await makeSweep({ budget: { seconds: 0.2 } });
    await finish(await claim(id));
    await expect
      .poll(async () => (await api.sweeps.get.query({ id })).status, { timeout: 30_000, interval: 200 })
      .toBe('finished');
    expect((await api.sweeps.get.query({ id })).spent).toBe('seconds');
  });

  it('with the trials of two objectives that none dominates', async () => {
    const id = await makeSweep({
      objective: [
        { metric: 'val_loss', goal: 'min' },
        { metric: 'val_accuracy', goal: 'max' },
      ],
      budget: { trials: 4 },
    });
    for (const values of [
      [1, 1],
      [2, 3],
      [3, 2],
      [2, 3],
    ])
      await api.trials.finish.mutate({ ...held(await claim(id)), status: 'finished', values });
    expect((await api.sweeps.get.query({ id })).best.map(({ number }) => number)).toEqual([0, 1, 3]);
  });
});

describe('a warm start', () => {
  it('lets the sampler learn from finished runs of the project', async () => {
    const { id: projectId } = await api.projects.ensure.mutate({ id: uuidv7(), name: 'sweeps' });
    for (let i = 0; i < 12; i++) {
      const id = uuidv7();
      const learningRate = 10 ** (-i / 3);
      const params = { learning_rate: learningRate, optimizer: 'adam', epochs: 20 };
      await api.runs.create.mutate({ id, projectId, name: `earlier ${i}`, params });
      await api.metrics.log.mutate({
        runId: id,
        series: [{ key: 'val_loss', steps: [0], values: [objective(params)], times: [0] }],
      });
      await api.runs.transition.mutate({ id, status: 'finished' });
    }
    const id = await makeSweep({ sampler: 'tpe', seed: 3 }, {}, { fromProject: true });
    expect((await api.sweeps.get.query({ id })).warmStarted).toBe(12);
    const cold = await makeSweep({ sampler: 'tpe', seed: 3 });
    const [warm, unaware] = [await claim(id), await claim(cold)];
    expect(warm.trial.params).not.toEqual(unaware.trial.params); // past the points of the start
  });
});

describe('workers', () => {
  it('are seen with what they do, and renew the leases of their trials alone', async () => {
    const id = await makeSweep();
    const worker = {
      id: uuidv7(),
      host: 'gpu-1',
      pid: 7,
      backend: 'tensorflow',
      version: '0.1.0',
      sweepId: id,
    };
    expect(await codeOf(api.workers.heartbeat.mutate({ id: worker.id, trialIds: [] }))).toMatchObject({
      code: 'not_found',
    });
    await api.workers.register.mutate(worker);
    const mine = await claimAny(id, api, uuidv7(), worker.id);
    const foreign = await claim(id);
    if (mine.kind !== 'trial') throw new Error(mine.kind);
    await endLeases(id);
    const trialIds = [mine.trial.id, foreign.trial.id];
    expect(await otherApi.workers.heartbeat.mutate({ id: worker.id, trialIds })).toEqual({
      stop: [foreign.trial.id],
    });
    expect((await claim(id)).trial.id).toBe(foreign.trial.id);
    expect(await api.workers.list.query({ sweepId: id })).toMatchObject([
      { ...worker, status: 'active', trials: [{ number: 0 }], finished: 0, failed: 0 },
    ]);
    await finish(mine);
    await api.workers.leave.mutate({ id: worker.id, reason: '5 failures in a row' });
    expect(await api.workers.list.query({ sweepId: id })).toMatchObject([
      { status: 'stopped', reason: '5 failures in a row', trials: [], finished: 1 },
    ]);
  });
});
