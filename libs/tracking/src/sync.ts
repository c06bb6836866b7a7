import { appendFile, readdir, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import type { Id } from '@bestiary/contracts/id';
import { batchLength } from './batch.ts';
import { Connection, ConnectionClosed } from './connection.ts';
import { deliver, nameBlobs, type PlainRecord } from './deliver.ts';
import { reasonOf } from './failure.ts';
import { readJournal, type JournalContents } from './journal-reader.ts';
import type { JournalRecord } from './journal-record.ts';
import { REFUSED_FILE } from './journal.ts';
import { isAlive } from './process-identity.ts';
import { normalizeServerUrl } from './server-url.ts';
import { uploadBlobs } from './upload.ts';
import { DEFAULT_WAL_DIR } from './wal-dir.ts';

const DEFAULT_PATIENCE_MS = 5_000;

export interface SyncOptions {
  walDir?: string;
  /** sends everything here instead of the server that each run was opened on */
  serverUrl?: string;
  /** how long a server may be away before sync gives up (milliseconds) */
  patienceMs?: number;
}

export interface SyncedRun {
  runId: Id;
  runName: string;
  serverUrl: string;
  /** `running`: its process is alive and sends by itself */
  outcome: 'sent' | 'running';
  /** records the server took */
  sent: number;
  /** records the server will not take, and damaged lines: kept, with the reason, in `keptIn` */
  refused: number;
  keptIn: string | null;
}

/**
 * Sends what processes that ended (or were killed) left in their journals, run by run, in order, and removes what the
 * server has. Sending again what it has already changes nothing.
 *
 * @throws BestiaryError `unavailable` when a server is away for `patienceMs`; the journals stay
 */
export async function syncJournals(options: SyncOptions = {}): Promise<SyncedRun[]> {
  const walDir = resolve(options.walDir ?? DEFAULT_WAL_DIR);
  const names = await readdir(walDir, { withFileTypes: true }).catch(() => []);
  const runs: SyncedRun[] = [];
  for (const entry of names
    .filter((entry) => entry.isDirectory())
    .sort((a, b) => (a.name < b.name ? -1 : 1))) {
    runs.push(await syncJournal(join(walDir, entry.name), options));
  }
  return runs;
}

/**
 * The same for the journal of one run.
 *
 * @param dir the folder of that journal
 */
export async function syncJournal(
  dir: string,
  options: Omit<SyncOptions, 'walDir'> = {},
): Promise<SyncedRun> {
  const journal = await readJournal(dir);
  const { runId, runName, owner } = journal.header;
  const serverUrl = normalizeServerUrl(options.serverUrl ?? journal.header.serverUrl);
  const about = { runId, runName, serverUrl };
  if (owner && isAlive(owner)) return { ...about, outcome: 'running', sent: 0, refused: 0, keptIn: dir };

  const refused: { reason: string; record: unknown }[] = journal.damaged.map((line) => ({
    reason: 'damaged line',
    record: line,
  }));
  const sent = await withPatience(
    serverUrl,
    dir,
    options.patienceMs ?? DEFAULT_PATIENCE_MS,
    async (connection) => {
      let taken = 0;
      for (const batch of batches(journal)) {
        try {
          await send(connection, runId, batch);
          taken += batch.length;
        } catch (error) {
          if (error instanceof ConnectionClosed) throw error;
          refused.push(...batch.map((record) => ({ reason: reasonOf(error), record })));
        }
      }
      return taken;
    },
  );
  if (refused.length > 0) {
    await appendFile(join(dir, REFUSED_FILE), refused.map((line) => `${JSON.stringify(line)}\n`).join(''));
    await Promise.all(journal.segments.map((segment) => rm(segment)));
  } else {
    await rm(dir, { recursive: true, force: true });
  }
  return {
    ...about,
    outcome: 'sent',
    sent,
    refused: refused.length,
    keptIn: refused.length > 0 ? dir : null,
  };
}

function* batches({ records }: JournalContents): Generator<JournalRecord[]> {
  for (let start = 0; start < records.length;) {
    const batch = records.slice(start, start + batchLength(from(records, start)));
    yield batch;
    start += batch.length;
  }
}

function* from<T>(items: readonly T[], start: number): Generator<T> {
  for (let i = start; i < items.length; i++) yield items[i] as T;
}

async function send(connection: Connection, runId: Id, batch: readonly JournalRecord[]): Promise<void> {
  const [first] = batch;
  if (first?.kind === 'files' || first?.kind === 'previews') {
    await uploadBlobs(connection, first.kind === 'files' ? first.files : first.previews);
    await connection.attempt((api, signal) => nameBlobs(api, runId, first, signal));
  } else {
    await connection.attempt((api, signal) => deliver(api, runId, batch as PlainRecord[], signal));
  }
}

async function withPatience<T>(
  serverUrl: string,
  dir: string,
  patienceMs: number,
  work: (connection: Connection) => Promise<T>,
): Promise<T> {
  let reason = '';
  let timer: NodeJS.Timeout | undefined;
  const connection: Connection = new Connection(serverUrl, {
    away: (why) => {
      reason = why;
      timer = setTimeout(() => connection.close(), patienceMs);
    },
    back: () => clearTimeout(timer),
  });
  try {
    return await work(connection);
  } catch (error) {
    if (!(error instanceof ConnectionClosed)) throw error;
    throw new BestiaryError('unavailable', `no answer from ${serverUrl}: ${reason}`, {
      hint: `What was logged stays in ${dir}. Start the server with \`bestiary up\`, then run \`bestiary sync\` again.`,
    });
  } finally {
    clearTimeout(timer);
  }
}
