import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createApiClient } from './api-client.ts';
import { openRun, resumeRun } from './run.ts';
import { syncJournals } from './sync.ts';

let server: TestServer;
let database: pg.Client;
let walDir: string;

beforeAll(async () => {
  server = await startTestServer();
  database = new pg.Client({ connectionString: server.databaseUrl });
  await database.connect();
});
afterAll(async () => {
  await database.end();
  await server.close();
});
beforeEach(async () => {
  walDir = await mkdtemp(join(tmpdir(), 'wal-'));
});
afterEach(() => rm(walDir, { recursive: true, force: true }));

/** A process that opens a run, says its id, and logs steps 0, 1, … until it is killed. */
async function startClient(): Promise<{ client: ChildProcess; runId: string }> {
  const script = fileURLToPath(new URL('./endless-run.process.test.ts', import.meta.url));
  const client = fork(script, [server.url, walDir], {
    execArgv: ['--import', 'tsx', '--conditions=@bestiary/source'],
  });
  const [message] = (await once(client, 'message')) as [{ runId: string }];
  return { client, runId: message.runId };
}

async function stepsOf(runId: string): Promise<number[]> {
  const { rows } = await database.query<{ step: string }>(
    'SELECT step FROM points JOIN series ON series.id = series_id WHERE run_id = $1 ORDER BY step',
    [runId],
  );
  return rows.map(({ step }) => Number(step));
}

describe('sync', () => {
  it('sends what a client that was killed while the server was away had logged', async () => {
    const { client, runId } = await startClient();
    await expect.poll(async () => (await stepsOf(runId)).length).toBeGreaterThan(5);
    await server.kill();
    client.send('how far?');
    const [first] = (await once(client, 'message')) as [{ step: number }];
    await expect
      .poll(async () => {
        client.send('how far?');
        const [{ step }] = (await once(client, 'message')) as [{ step: number }];
        return step;
      })
      .toBeGreaterThan(first.step + 50);
    client.kill('SIGKILL');
    await once(client, 'exit');
    await appendFile(join(walDir, runId, '00000001.ndjson'), '{"kind":"metrics","step":12,"va');
    await server.restart();
    const before = await stepsOf(runId);

    const [synced] = await syncJournals({ walDir });
    expect(synced).toMatchObject({ runId, outcome: 'sent', refused: 0, keptIn: null });
    const steps = await stepsOf(runId);
    expect(steps.length).toBeGreaterThan(before.length + 50);
    expect(steps).toEqual(steps.map((_, step) => step));
    expect(await readdir(walDir)).toEqual([]);
    expect(await syncJournals({ walDir })).toEqual([]);
  });

  it('lets another process go on with a run whose process was killed, and loses nothing', async () => {
    const { client, runId } = await startClient();
    await expect.poll(async () => (await stepsOf(runId)).length).toBeGreaterThan(5);
    const options = { id: runId, serverUrl: server.url, walDir };
    await expect(resumeRun(options)).rejects.toMatchObject({ code: 'conflict' });
    client.kill('SIGKILL');
    await once(client, 'exit');
    await database.query(`UPDATE runs SET status = 'lost' WHERE id = $1`, [runId]);

    const run = await resumeRun(options);
    const steps = await stepsOf(runId);
    expect(steps).toEqual(steps.map((_, step) => step));
    run.logMetrics({ loss: 1 }, { step: steps.length });
    expect((await run.finish()).delivered).toBe(true);
    expect(await stepsOf(runId)).toHaveLength(steps.length + 1);
    expect((await createApiClient(server.url).runs.get.query({ id: runId })).status).toBe('finished');
    await expect(resumeRun(options)).rejects.toMatchObject({
      code: 'conflict',
      message: `run ${runId} has ended: it is finished`,
    });
  });

  it('leaves a run alone whose process is alive', async () => {
    const { client, runId } = await startClient();
    expect(await syncJournals({ walDir })).toMatchObject([{ runId, outcome: 'running', sent: 0 }]);
    client.kill('SIGKILL');
    await once(client, 'exit');
  });

  it('ends a run that finished without a server, with its files', async () => {
    const run = await openRun({
      serverUrl: server.url,
      project: 'sync',
      name: 'offline',
      walDir,
      patienceMs: 100,
    });
    await server.kill();
    run.logMetrics({ loss: 1 }, { step: 1 });
    await run.logArtifacts([{ path: 'a.txt', contentType: 'text/plain', source: Buffer.from('a') }]);
    expect((await run.finish()).delivered).toBe(false);
    await expect(syncJournals({ walDir, patienceMs: 100 })).rejects.toMatchObject({ code: 'unavailable' });
    expect(await readdir(walDir)).toHaveLength(1);
    await server.restart();

    const api = createApiClient(server.url);
    expect((await api.runs.get.query({ id: run.id })).status).not.toBe('finished');
    expect(await syncJournals({ walDir })).toMatchObject([{ outcome: 'sent', sent: 3 }]);
    expect((await api.runs.get.query({ id: run.id })).status).toBe('finished');
    expect(await api.artifacts.list.query({ runId: run.id })).toMatchObject([{ path: 'a.txt', size: 1 }]);
    expect(await stepsOf(run.id)).toEqual([1]);
  });

  it('puts aside what the server will not take, with the reason, and does not send it again', async () => {
    const run = await openRun({
      serverUrl: server.url,
      project: 'sync',
      name: 'gone',
      walDir,
      patienceMs: 100,
    });
    await server.kill();
    run.logMetrics({ loss: 1 }, { step: 1 });
    await run.finish();
    await server.restart();
    await database.query('DELETE FROM runs WHERE id = $1', [run.id]);
    expect(await syncJournals({ walDir })).toMatchObject([
      { sent: 0, refused: 2, keptIn: join(walDir, run.id) },
    ]);
    expect(await syncJournals({ walDir })).toMatchObject([{ sent: 0, refused: 0 }]);
  });
});
