import { tmpdir } from 'node:os';
import { uuidv7 } from '@bestiary/contracts/id';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createApiClient, type ApiClient } from '@bestiary/tracking/api-client';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { buildCommand, endCommands, startCommand } from '../bestiary-process.test.ts';

let server: TestServer;
let api: ApiClient;
let good: string;
let bad: string;

beforeAll(async () => {
  buildCommand();
  server = await startTestServer();
  api = createApiClient(server.url);
  const { id: projectId } = await api.projects.ensure.mutate({ id: uuidv7(), name: 'zoo' });
  const make = async (name: string, accuracy: number): Promise<string> => {
    const id = uuidv7();
    await api.runs.create.mutate({
      id,
      projectId,
      name,
      params: { lr: 0.001 },
      tags: { team: 'a\u001b[31m' },
    });
    const series = [{ key: 'val_accuracy', steps: [0, 1], values: [0.99, accuracy], times: [0, 0] }];
    await api.metrics.log.mutate({ runId: id, series });
    return id;
  };
  good = await make('good', 0.95);
  bad = await make('bad', 0.5);
});

afterAll(async () => {
  endCommands();
  await server.close();
});

const bestiary = (...args: string[]) =>
  startCommand([...args, '--server', server.url], { cwd: tmpdir() }).result;

it('lists what a search finds, sorted, in lines or as JSON', async () => {
  const table = await bestiary(
    'runs',
    'ls',
    '--sort',
    '-metrics.val_accuracy',
    '--columns',
    'params.lr,tags.team',
  );
  expect(table.status).toBe(0);
  const [header, first, second] = table.stdout.split('\n');
  expect(header).toMatch(/^id +name +project +status +created +params\.lr +tags\.team$/);
  expect(first).toMatch(new RegExp(`^${good} +good +zoo +running +[-0-9]+ [0-9:]+ +0\\.001 +a \\[31m$`));
  expect(second).toContain(bad);

  const json = await bestiary('runs', 'ls', '--where', 'metrics.val_accuracy > 0.9', '--json');
  const { runs } = JSON.parse(json.stdout) as { runs: { id: string; metrics: object }[] };
  expect(runs).toMatchObject([{ id: good, metrics: { val_accuracy: 0.95 } }]);
  expect((await bestiary('runs', 'ls', '--where', 'nothing')).stdout).toBe('no runs\n');
});

it('points at what is wrong with a search, and refuses other columns', async () => {
  const { status, stderr } = await bestiary('runs', 'ls', '--where', 'params.lr < high');
  expect(status).toBe(1);
  expect(stderr).toMatch(/wrong at column 13: .*\n {2}params\.lr < high\n {14}\^\^\^\^\n$/);
  expect(await bestiary('runs', 'ls', '--sort', 'odd')).toMatchObject({ status: 2 });
  expect(await bestiary('runs', 'ls', '--columns', 'odd')).toMatchObject({ status: 2 });
});

it('shows a run with last and best of each metric', async () => {
  const { status, stdout } = await bestiary('runs', 'show', good);
  expect(status).toBe(0);
  expect(stdout).toMatch(/val_accuracy {2}0\.95 {2}\(best 0\.99\)/);
  expect(stdout).toMatch(/lr {2}0\.001/);
  expect(await bestiary('runs', 'show', uuidv7())).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('there is no run') as string,
  });
  expect(await bestiary('runs', 'show', 'x')).toMatchObject({ status: 2 });
});

it('tags, archives, clears away and restores', async () => {
  const tag = await bestiary('runs', 'tag', good, bad, '--set', 'paper=a=b', '--remove', 'team');
  expect(tag.stdout).toBe('2 of 2 runs tagged\n');
  expect((await api.runs.get.query({ id: bad })).tags).toEqual({ paper: 'a=b' });
  expect(await bestiary('runs', 'tag', good)).toMatchObject({ status: 2 });

  expect((await bestiary('runs', 'archive', bad)).stdout).toBe('1 of 1 runs archived\n');
  expect((await bestiary('runs', 'ls', '--shelf', 'archived')).stdout).toContain(bad);
  expect((await bestiary('runs', 'archive', bad, '--undo')).stdout).toBe('1 of 1 runs brought back\n');

  expect((await bestiary('runs', 'rm', bad, '--json')).stdout).toBe(`{"changed":["${bad}"]}\n`);
  expect((await bestiary('runs', 'ls')).stdout).not.toContain(bad);
  expect((await bestiary('runs', 'restore', bad)).stdout).toBe('1 of 1 runs restored\n');
  expect((await bestiary('runs', 'ls')).stdout).toContain(bad);
});

it('gc says what it would remove, then removes it', async () => {
  await bestiary('runs', 'rm', bad);
  expect((await bestiary('gc', '--dry-run')).stdout).toMatch(/^would remove 1 runs, and 0 files/);
  expect((await api.runs.get.query({ id: bad })).deletedAt).not.toBeNull();
  expect((await bestiary('gc', '--older-than', '1')).stdout).toMatch(/^removed 0 runs/);
  const { stdout } = await bestiary('gc', '--json');
  expect(JSON.parse(stdout)).toEqual({ runs: 1, blobs: 0, bytes: 0, dryRun: false });
  await expect(api.runs.get.query({ id: bad })).rejects.toThrow(/there is no run/);
});
