import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createApiClient } from '@bestiary/tracking/api-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCommand, endCommands, startCommand } from '../bestiary-process.test.ts';
import { EXPERIMENTS } from './experiment.ts';
import type { DemoRun } from './seed-demo.ts';

let server: TestServer;
let cwd: string;

beforeAll(async () => {
  buildCommand();
  server = await startTestServer();
  cwd = await mkdtemp(join(tmpdir(), 'demo-'));
});
afterAll(async () => {
  endCommands();
  await server.close();
  await rm(cwd, { recursive: true, force: true });
});

async function demo(...args: string[]): Promise<{ made: number; runs: DemoRun[] }> {
  const command = startCommand(['demo', '--count', '100', '--server', server.url, '--json', ...args], {
    cwd,
  });
  const { status, stdout, stderr } = await command.result;
  expect(status, stderr).toBe(0);
  return JSON.parse(stdout) as { made: number; runs: DemoRun[] };
}

it('trains every experiment to the end that it is to have; a second call makes what is missing', async () => {
  const api = createApiClient(server.url);
  const { made, runs } = await demo();
  expect(made).toBe(EXPERIMENTS.length);
  expect(runs.map(({ name, status }) => [name, status])).toEqual(
    EXPERIMENTS.map(({ name, ends }) => [name, ends ?? 'finished']),
  );
  const idOf = (name: string | undefined) => runs.find((run) => run.name === name)?.id ?? null;
  for (const { name, parent, note } of EXPERIMENTS) {
    const run = await api.runs.get.query({ id: idOf(name)! });
    expect(run).toMatchObject({ projectName: 'demo', parentId: idOf(parent), note: note ?? null });
  }
  const { runs: grown } = await api.runs.list.query({ where: "tags.question = 'learning rate'" });
  expect(grown.length).toBeGreaterThan(3);
  const [search] = await api.savedSearches.list.query();
  expect((await api.runs.list.query({ where: search!.text })).runs).toHaveLength(grown.length);

  await api.bulk.trash.mutate({ ids: [idOf('five folds')!] });
  const second = await demo();
  expect(second.runs.filter((run) => run.made).map(({ name }) => name)).toEqual(['five folds']);
  expect(second.runs.find(({ name }) => name === 'baseline')!.id).toBe(idOf('baseline'));
  expect((await api.savedViews.list.query({ page: 'compare' })).length).toBe(1);
}, 240_000);

it('refuses a project without a name before anything is drawn', async () => {
  const command = startCommand(['demo', '--project', '', '--server', server.url], { cwd });
  expect(await command.result).toMatchObject({ status: 2, stderr: expect.stringContaining('--project') });
});
