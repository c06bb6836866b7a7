import { setTimeout as sleep } from 'node:timers/promises';
import { uuidv7 } from '@bestiary/contracts/id';
import { SweepConfig, type TrialParams } from '@bestiary/contracts/sweep';
import { openDatabase } from '@bestiary/db/database';
import { Random } from '@bestiary/metrics/random';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createTRPCClient, httpLink, TRPCClientError } from '@trpc/client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type AppRouter } from './app.router.ts';

type Api = ReturnType<typeof createTRPCClient<AppRouter>>;

let server: TestServer;
let api: Api;

beforeAll(async () => {
  server = await startTestServer();
  api = createTRPCClient<AppRouter>({
    links: [httpLink({ url: `${server.url}/api/trpc`, methodOverride: 'POST' })],
  });
});
afterAll(() => server.close());

const GRID = 60;
const CONFIG = SweepConfig.parse({
  space: {
    learning_rate: { type: 'ordinal', values: [1e-4, 3e-4, 1e-3, 3e-3, 1e-2] },
    batch_size: { type: 'int', low: 1, high: 12 },
  },
  objective: { metric: 'val_loss', goal: 'min' },
  budget: { trials: 1_000 },
  sampler: { type: 'grid', levels: 12 },
});

function lossAt({ learning_rate, batch_size }: TrialParams): number {
  return Math.abs(Math.log10(Number(learning_rate)) + 2.6) + Math.abs(Number(batch_size) - 7) / 10;
}

/** Repeats what failed only because the server or its database was away. */
async function persist<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      if (!(error instanceof TRPCClientError)) throw error;
      const code = (error.data as { bestiary?: { code: string } } | null)?.bestiary?.code;
      if (code !== undefined && code !== 'unavailable') throw error;
      await sleep(20);
    }
  }
}

/** Works until the sweep is done, now and then dying in the middle of a trial. */
async function work(sweepId: string, random: Random): Promise<void> {
  for (;;) {
    const [workerId, requestId] = [uuidv7(), uuidv7()];
    const given = await persist(() => api.trials.claim.mutate({ workerId, sweepId, requestId }));
    if (given.kind === 'done') return;
    if (given.kind === 'wait') {
      await sleep(50);
      continue;
    }
    const held = { trialId: given.trial.id, token: given.token };
    const final = lossAt(given.trial.params);
    const curve = { steps: [0, 1, 2], values: [final + 2, final + 1, final] };
    try {
      for (const step of curve.steps) {
        await persist(() =>
          api.trials.report.mutate({ ...held, steps: [step], values: [curve.values[step]!] }),
        );
        await sleep(random.uniform() * 10);
        if (random.uniform() < 0.03) throw new Error('killed');
      }
      await persist(() => api.trials.finish.mutate({ ...held, status: 'finished', values: [final], curve }));
    } catch (error) {
      // a worker that was killed says nothing; one whose trial was taken away takes another
      const stale = error instanceof TRPCClientError && error.message.includes('no longer this worker');
      if (!stale && (error as Error).message !== 'killed') throw error;
    }
  }
}

/** Cuts every connection of the database in the middle of what it does. */
async function cutConnections(): Promise<void> {
  const db = openDatabase(server.databaseUrl);
  await db.$queryRaw`
    SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid()`;
  await db.$disconnect();
}

it('a sweep whose workers, server and database connections are killed tries every point once and finds the same best', async () => {
  const id = uuidv7();
  await api.sweeps.create.mutate({
    id,
    project: 'faults',
    config: CONFIG,
    training: { leaseSeconds: 1, maxAttempts: 100 },
  });
  let done = false;
  const workers = Promise.all(Array.from({ length: 6 }, (_, i) => work(id, new Random(i)))).finally(
    () => (done = true),
  );
  const random = new Random(42);
  for (let i = 0; i < 8; i++) {
    await sleep(100 + random.uniform() * 300);
    if (done) break;
    if (i % 2 === 0) {
      await cutConnections();
    } else {
      await server.kill();
      await server.restart();
    }
  }
  await workers;
  const sweep = await api.sweeps.get.query({ id });
  expect(sweep).toMatchObject({
    status: 'finished',
    counts: { finished: GRID, queued: 0, running: 0, pruned: 0, failed: 0, cancelled: 0 },
  });
  const trials = await api.sweeps.trials.query({ id });
  expect(trials.numbers).toEqual(Array.from({ length: GRID }, (_, i) => i));
  const points = trials.numbers.map((_, i) => ({
    learning_rate: trials.params['learning_rate']![i]!,
    batch_size: trials.params['batch_size']![i]!,
  }));
  expect(new Set(points.map((point) => JSON.stringify(point))).size).toBe(GRID);
  expect(trials.values[0]).toEqual(points.map(lossAt));
  expect(trials.reportCounts).toEqual(points.map(() => 3));
  expect(sweep.best[0]!.params).toEqual(
    points.reduce((best, point) => (lossAt(point) < lossAt(best) ? point : best)),
  );
});
