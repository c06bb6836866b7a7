import { uuidv7 } from '@bestiary/contracts/id';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { announce, announceSweep } from './change.ts';
import { ChangeFeed, type FeedEvent } from './change-feed.ts';
import { type Database, openDatabase } from './database.ts';
import { Prisma } from './generated/client.ts';

let database: TestDatabase;
let db: Database;
let feed: ChangeFeed;

beforeEach(async () => {
  database = await createTestDatabase();
  db = openDatabase(database.url);
  feed = new ChangeFeed(database.url);
});

afterEach(async () => {
  await feed.close();
  await db.$disconnect();
  await database.close();
});

async function say(runId: string, keys: string[] = []): Promise<void> {
  const steps = keys.map((key) => ({ key, first: 0, last: 1 }));
  await db.$queryRaw`SELECT ${announce({ runId, kind: 'metrics' }, steps)}`;
}

async function nextOf<E>(events: AsyncIterable<E[]>): Promise<E[]> {
  const { value } = (await events[Symbol.asyncIterator]().next()) as { value: E[] };
  return value;
}

describe('ChangeFeed', () => {
  it('tells subscribers of one run of that run alone, and others of all', async () => {
    const { signal } = new AbortController();
    const [a, b] = [uuidv7(), uuidv7()];
    const ofB = await feed.subscribe({ runId: b, signal });
    const ofAll = await feed.subscribe({ signal });
    await say(a);
    await say(b, ['loss']);
    const expected = { runId: b, kind: 'metrics', steps: [{ key: 'loss', first: 0, last: 1 }], since: expect.stringMatching(/^\d+$/) as string }; // prettier-ignore
    expect(await nextOf(ofB)).toEqual([{ kind: 'change', change: expected }]);
    const all: FeedEvent[] = [];
    while (all.length < 2) all.push(...(await nextOf(ofAll)));
    expect(all.map((event) => event.kind === 'change' && event.change.runId)).toEqual([a, b]);
  });

  it('says nothing of what was rolled back', async () => {
    const runId = uuidv7();
    const events = await feed.subscribe({ runId, signal: new AbortController().signal });
    const failure = db.$transaction(async (tx) => {
      await tx.$queryRaw`SELECT ${announce({ runId, kind: 'created' })}`;
      throw new Error('no');
    });
    await expect(failure).rejects.toThrow('no');
    await say(runId);
    expect(await nextOf(events)).toMatchObject([{ change: { kind: 'metrics' } }]);
  });

  it('leaves the steps out where there are too many to announce', async () => {
    const runId = uuidv7();
    const events = await feed.subscribe({ runId, signal: new AbortController().signal });
    await say(
      runId,
      Array.from({ length: 500 }, (_, i) => `metric number ${i}`),
    );
    const [event] = await nextOf(events);
    expect(event).toEqual({
      kind: 'change',
      change: { runId, kind: 'metrics', since: expect.any(String) as string },
    });
  });

  it('connects anew when its connection is lost, and says that something may be missing', async () => {
    const events = await feed.subscribe({ signal: new AbortController().signal });
    await db.$queryRaw`
      SELECT pg_terminate_backend(pid)::text FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'bestiary changes'`;
    expect(await nextOf(events)).toEqual([{ kind: 'gap' }]);
    const runId = uuidv7();
    await say(runId);
    expect(await nextOf(events)).toMatchObject([{ change: { runId } }]);
  });

  it('tells a slow reader that something is missing rather than keeping everything', async () => {
    const [runId, later] = [uuidv7(), uuidv7()];
    const { signal } = new AbortController();
    const events = await feed.subscribe({ runId, signal });
    const ofLater = await feed.subscribe({ runId: later, signal });
    await db.$executeRaw`
      SELECT pg_notify('bestiary_change', jsonb_build_object('runId', ${runId}::text, 'kind', 'progress', 'since', i::text)::text)
      FROM generate_series(1, 5200) AS i`;
    await say(later);
    await nextOf(ofLater); // whatever was announced before it has come
    expect(await nextOf(events)).toContainEqual({ kind: 'gap' });
  });

  it('tells subscribers of one sweep of that sweep alone, and nobody else', async () => {
    const { signal } = new AbortController();
    const [a, b] = [uuidv7(), uuidv7()];
    const ofB = await feed.subscribeToSweeps({ sweepId: b, signal });
    const ofAll = await feed.subscribeToSweeps({ signal });
    const ofRuns = await feed.subscribe({ signal });
    for (const id of [a, b]) await db.$queryRaw`SELECT ${announceSweep(Prisma.sql`${id}::uuid`, 'trials')}`;
    const runId = uuidv7();
    await say(runId);
    expect(await nextOf(ofRuns)).toMatchObject([{ change: { runId } }]);
    expect(await nextOf(ofAll)).toMatchObject([{ change: { sweepId: a } }, { change: { sweepId: b } }]);
    expect(await nextOf(ofB)).toMatchObject([{ change: { sweepId: b, kind: 'trials' } }]);
  });

  it('ends a subscription with its signal, and all with the feed', async () => {
    const leaving = new AbortController();
    const one = await feed.subscribe({ signal: leaving.signal });
    const two = await feed.subscribe({ signal: new AbortController().signal });
    leaving.abort();
    expect(await nextOf(one)).toBeUndefined();
    await feed.close();
    expect(await nextOf(two)).toBeUndefined();
  });

  it('closes while it connects, and where nothing answers', async () => {
    await new ChangeFeed(database.url).close();
    const nowhere = new ChangeFeed('postgresql://u:p@127.0.0.1:1/none');
    const { signal } = new AbortController();
    await expect(nowhere.subscribe({ signal, withinMs: 100 })).rejects.toMatchObject({ code: 'unavailable' });
    await nowhere.close();
  });
});
