import { uuidv7 } from '@bestiary/contracts/id';
import { type RunSummary } from '@bestiary/contracts/run';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApiClient, type ApiClient } from './api-client.ts';
import { searchRuns, type SearchRunsOptions } from './search-runs.ts';

let server: TestServer;
let api: ApiClient;

beforeAll(async () => {
  server = await startTestServer();
  api = createApiClient(server.url);
  const { id: projectId } = await api.projects.ensure.mutate({ id: uuidv7(), name: 'search' });
  for (let i = 0; i < 5; i++) {
    const id = uuidv7();
    await api.runs.create.mutate({ id, projectId, name: `run ${i}`, params: { i } });
    await api.metrics.log.mutate({
      runId: id,
      series: [{ key: 'acc', steps: [0], values: [i / 10], times: [0] }],
    });
  }
});

afterAll(async () => {
  await server.close();
});

async function find(options: Omit<SearchRunsOptions, 'serverUrl'>): Promise<RunSummary[]> {
  const found: RunSummary[] = [];
  for await (const run of searchRuns({ serverUrl: server.url, ...options })) found.push(run);
  return found;
}

it('gives the runs that a search finds, sorted, no more than asked for', async () => {
  const best = await find({
    where: 'metrics.acc >= 0.2',
    sort: { by: 'metrics.acc', direction: 'desc' },
    columns: ['params.i'],
    limit: 2,
  });
  expect(best.map(({ name, values }) => [name, values])).toEqual([
    ['run 4', { 'params.i': 4 }],
    ['run 3', { 'params.i': 3 }],
  ]);
  expect(await find({})).toHaveLength(5);
});

it('reads on page by page, and no more pages than are wanted', async () => {
  const { id: projectId } = await api.projects.ensure.mutate({ id: uuidv7(), name: 'many' });
  for (let i = 0; i < 60; i++) {
    await Promise.all(
      Array.from({ length: 10 }, (_, k) =>
        api.runs.create.mutate({ id: uuidv7(), projectId, name: `many ${i * 10 + k}` }),
      ),
    );
  }
  const names = (await find({ where: "project = 'many'" })).map(({ name }) => name);
  expect(new Set(names).size).toBe(600);
  expect(await find({ where: "project = 'many'", limit: 501 })).toHaveLength(501);
});

it('says what is wrong with a search, and where', async () => {
  await expect(find({ where: 'acc > 1' })).rejects.toMatchObject({
    code: 'invalid_input',
    message: expect.stringContaining('column 1: there is no field "acc"') as string,
    hint: 'acc > 1\n^^^',
  });
});
