import { uuidv7 } from '@bestiary/contracts/id';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { createTRPCClient, httpLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppRouter } from './app.router.ts';

let server: TestServer;
let api: ReturnType<typeof createTRPCClient<AppRouter>>;
beforeAll(async () => {
  server = await startTestServer();
  api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${server.url}/api/trpc` })] });
});
afterAll(() => server.close());

const draft = (title: string) => ({ id: uuidv7(), title, markdown: `# ${title}`, changed: null });

describe('reports', () => {
  it('are kept as they were written, the one changed last first', async () => {
    const [first, second] = [draft('first'), draft('second')];
    const { updatedAt } = await api.reports.save.mutate(first);
    await api.reports.save.mutate(second);
    const text = 'emoji 🐻, "quotes", <script>';
    await api.reports.save.mutate({ ...first, markdown: text, changed: updatedAt });
    expect(await api.reports.get.query({ id: first.id })).toMatchObject({ title: 'first', markdown: text });
    const list = await api.reports.list.query();
    expect(list.map(({ id }) => id)).toEqual([first.id, second.id]);
    expect(list[0]).not.toHaveProperty('markdown');
  });

  it('a change of what someone else changed is refused, the same change again is not', async () => {
    const report = draft('shared');
    const { updatedAt } = await api.reports.save.mutate(report);
    const mine = { ...report, markdown: 'mine', changed: updatedAt };
    const saved = await api.reports.save.mutate(mine);
    expect(saved.updatedAt > updatedAt).toBe(true);
    expect(await api.reports.save.mutate(mine)).toEqual(saved);
    await expect(api.reports.save.mutate({ ...mine, markdown: 'theirs' })).rejects.toThrow(
      /was changed meanwhile/,
    );
    expect(await api.reports.save.mutate({ ...mine, changed: null })).toEqual(saved);
    await expect(api.reports.save.mutate(report)).rejects.toThrow(/was changed meanwhile/);
  });

  it('one that was deleted is gone, and comes back as it was', async () => {
    const report = draft('deleted');
    const { updatedAt } = await api.reports.save.mutate(report);
    await api.reports.delete.mutate({ id: report.id });
    await api.reports.delete.mutate({ id: report.id });
    await expect(api.reports.get.query({ id: report.id })).rejects.toThrow(/no report/);
    expect((await api.reports.list.query()).map(({ id }) => id)).not.toContain(report.id);
    await expect(
      api.reports.save.mutate({ ...report, markdown: 'late', changed: updatedAt }),
    ).rejects.toThrow(/no report/);
    await api.reports.restore.mutate({ id: report.id });
    expect(await api.reports.get.query({ id: report.id })).toMatchObject({
      markdown: '# deleted',
      updatedAt,
    });
    await expect(api.reports.restore.mutate({ id: uuidv7() })).rejects.toThrow(/no report/);
  });
});
