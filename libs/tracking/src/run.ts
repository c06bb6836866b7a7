import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ArtifactPath } from '@bestiary/contracts/artifact';
import type { RegisterDatasetInput, Split } from '@bestiary/contracts/dataset';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { uuidv7, type Id, type Sha256 } from '@bestiary/contracts/id';
import { toWireFloat, type WireFloat } from '@bestiary/contracts/json';
import { MetricKey } from '@bestiary/contracts/metric';
import type { Prediction } from '@bestiary/contracts/prediction';
import {
  TERMINAL_RUN_STATUSES,
  type Environment,
  type Params,
  type RunError,
  type RunProgress,
  type RunStatus,
  type Tags,
} from '@bestiary/contracts/run';
import { MAX_SERIES } from './batch.ts';
import { Connection } from './connection.ts';
import type { PlainRecord } from './deliver.ts';
import { toBestiaryError } from './failure.ts';
import { Heartbeat } from './heartbeat.ts';
import type { JournalHeader } from './journal-header.ts';
import type { FilesRecord, JournalRecord, PreviewsRecord } from './journal-record.ts';
import { Journal, type JournalEntry } from './journal.ts';
import { toLocalBlob } from './local-blob.ts';
import { thisProcess } from './process-identity.ts';
import { Sender, type PlainEntry } from './sender.ts';
import { normalizeServerUrl } from './server-url.ts';
import { DEFAULT_WAL_DIR } from './wal-dir.ts';
import { syncJournal } from './sync.ts';
import { Uploader } from './uploader.ts';

/** How long the end of a run waits for a server that is away (milliseconds). */
export const DEFAULT_PATIENCE_MS = 30_000;
/** The same for a run that is cancelled: somebody waits at a keyboard (milliseconds). */
const CANCEL_PATIENCE_MS = 5_000;
/** `LogPredictionsInput` takes twice this many. */
const PREDICTIONS_PER_RECORD = 5_000;
/** `MissingPreviewsInput` takes no more. */
const IMAGES_PER_QUESTION = 10_000;

export interface OpenRunOptions {
  /** `http://127.0.0.1:4810` */
  serverUrl: string;
  /** by name, made when there is none; or one that is known to be there */
  project: string | { id: Id };
  name: string;
  /** made by whoever may have to open it again, because the server's answer was lost; else a new one */
  id?: Id;
  seed?: number;
  parentId?: Id;
  /** one that is registered: `logDataset` registers it, and does without this */
  datasetId?: Id;
  params?: Params;
  tags?: Tags;
  environment?: Environment;
  /** the folder of the write-ahead logs; one folder a run inside */
  walDir?: string;
  patienceMs?: number;
  /** told in one plain sentence when the server goes away or comes back, or refuses something */
  onNotice?: (notice: string) => void;
}

/** A file of the run; bytes are copied at once, a file must stay as it is until the run has ended. */
export interface RunFile {
  /** its path inside the run's artifacts */
  path: string;
  contentType: string;
  source: Uint8Array | string;
}

/** How a run ended. */
export interface RunEnding {
  /** the server has everything */
  delivered: boolean;
  /** where the journal stays for `bestiary sync`, when something was not delivered */
  keptIn: string | null;
  /** records that the server will not take; they are in the journal's folder with the reason */
  refused: number;
}

/**
 * Makes a run on the server and opens its journal. The server must answer here; afterwards it may come and go.
 *
 * @throws BestiaryError `unavailable` when no server answers at `serverUrl`, or what the server refused with
 */
export async function openRun(options: OpenRunOptions): Promise<Run> {
  const serverUrl = normalizeServerUrl(options.serverUrl);
  const { id = uuidv7() } = options;
  const dir = resolve(options.walDir ?? DEFAULT_WAL_DIR, id);
  const notice = options.onNotice ?? (() => undefined);
  const connection = connect(serverUrl, dir, notice);
  try {
    const { project } = options;
    const { id: projectId } =
      typeof project === 'string'
        ? await connection.api.projects.ensure.mutate({ id: uuidv7(), name: project })
        : project;
    await connection.api.runs.create.mutate({
      id,
      projectId,
      name: options.name,
      seed: options.seed,
      parentId: options.parentId,
      datasetId: options.datasetId,
      params: options.params ?? {},
      tags: options.tags ?? {},
      environment: options.environment ?? {},
      startedAt: new Date().toISOString(),
    });
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
  const header = { version: 1, runId: id, runName: options.name, serverUrl, owner: thisProcess() } as const;
  return new Run(header, connection, new Journal(dir, header), {
    patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
    notice,
  });
}

/** A run that its process left behind, and where to go on with it. */
export interface ResumeRunOptions {
  id: Id;
  serverUrl: string;
  walDir?: string;
  patienceMs?: number;
  onNotice?: (notice: string) => void;
}

/**
 * Goes on with a run whose process died: sends what that process left in its journal, tells the server that the run lives, and
 * opens a new journal. Steps that are logged again replace what is there.
 *
 * @throws BestiaryError `conflict` when its process is alive or the run has ended, `not_found` for an unknown run, `unavailable`
 *   when no server answers
 */
export async function resumeRun(options: ResumeRunOptions): Promise<Run> {
  const { id } = options;
  const serverUrl = normalizeServerUrl(options.serverUrl);
  const dir = resolve(options.walDir ?? DEFAULT_WAL_DIR, id);
  const notice = options.onNotice ?? (() => undefined);
  if (existsSync(dir)) {
    const left = await syncJournal(dir, { serverUrl });
    if (left.outcome === 'running') {
      throw new BestiaryError('conflict', `run ${id} is under way in another process of this machine`, {
        hint: 'Stop that process first.',
      });
    }
  }
  const connection = connect(serverUrl, dir, notice);
  let name: string;
  let status: RunStatus;
  try {
    ({ name } = await connection.api.runs.get.query({ id }));
    ({ status } = await connection.api.runs.heartbeat.mutate({ id }));
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
  if (TERMINAL_RUN_STATUSES.includes(status)) {
    throw new BestiaryError('conflict', `run ${id} has ended: it is ${status}`);
  }
  const header = { version: 1, runId: id, runName: name, serverUrl, owner: thisProcess() } as const;
  return new Run(header, connection, new Journal(dir, header), {
    patienceMs: options.patienceMs ?? DEFAULT_PATIENCE_MS,
    notice,
  });
}

function connect(serverUrl: string, dir: string, notice: (notice: string) => void): Connection {
  return new Connection(serverUrl, {
    away: (reason) => {
      notice(`${serverUrl} is away (${reason}); what is logged is kept in ${dir} and sent when it is back`);
    },
    back: (afterMs) => {
      notice(`${serverUrl} is back after ${(afterMs / 1000).toFixed(1)} s`);
    },
  });
}

/**
 * A run under way. The `log…` methods note what they are given in the journal and return; sending goes on behind them,
 * in order, and is repeated until the server has it. End it with `finish`, `fail` or `cancel`.
 */
export class Run {
  readonly id: Id;
  readonly name: string;
  readonly #connection: Connection;
  readonly #journal: Journal;
  readonly #sender: Sender;
  readonly #uploader: Uploader;
  readonly #heartbeat: Heartbeat;
  readonly #stop = new AbortController();
  readonly #patienceMs: number;
  readonly #notice: (notice: string) => void;
  readonly #knownKeys = new Set<string>();
  #ending: Promise<RunEnding> | null = null;

  constructor(
    { runId, runName }: JournalHeader,
    connection: Connection,
    journal: Journal,
    options: { patienceMs: number; notice: (notice: string) => void },
  ) {
    this.id = runId;
    this.name = runName;
    this.#connection = connection;
    this.#journal = journal;
    this.#patienceMs = options.patienceMs;
    this.#notice = options.notice;
    const refused = (reason: string): void => this.#refused(reason);
    this.#sender = new Sender(connection, journal, runId, refused);
    this.#uploader = new Uploader(connection, journal, runId, refused);
    this.#heartbeat = new Heartbeat(connection.api, runId, (status) => this.#endedElsewhere(status));
  }

  /** The run's page in the dashboard. */
  get url(): string {
    return `${this.#connection.serverUrl}/runs/${this.id}`;
  }

  /** A folder for files that are made to be logged as artifacts; it is there until the server has everything. */
  get spoolDir(): string {
    return this.#journal.spoolDir;
  }

  /** Aborted, with a `cancelled` BestiaryError as reason, when the run was ended from elsewhere. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  /**
   * Notes one point of each metric. NaN and infinities are kept as they are.
   *
   * @param at.step whole, at least 0; a step logged again replaces the point
   * @param at.time Unix milliseconds, now by default
   * @throws BestiaryError `invalid_input` for a key or step that the server would refuse
   */
  logMetrics(metrics: Readonly<Record<string, number>>, at: { step: number; time?: number }): void {
    if (!Number.isSafeInteger(at.step) || at.step < 0) {
      throw new BestiaryError(
        'invalid_input',
        `a metric's step must be a whole number from 0 on, got ${at.step}`,
      );
    }
    const entries = Object.entries(metrics);
    if (entries.length === 0) return;
    const time = at.time ?? Date.now();
    for (let start = 0; start < entries.length; start += MAX_SERIES) {
      const values: Record<string, WireFloat> = {};
      for (const [key, value] of entries.slice(start, start + MAX_SERIES)) {
        this.#checkKey(key);
        values[key] = toWireFloat(value);
      }
      this.#log({ kind: 'metrics', step: at.step, time, values });
    }
  }

  /** Registers the data set (a known manifest is registered once) and says that this run uses it. */
  logDataset(dataset: Omit<RegisterDatasetInput, 'id'>): void {
    this.#log({ kind: 'dataset', dataset: { id: uuidv7(), ...dataset } });
  }

  /** One row an image of the split; the data set must have been logged before. */
  logPredictions(split: Split, predictions: readonly Prediction[]): void {
    for (let start = 0; start < predictions.length; start += PREDICTIONS_PER_RECORD) {
      this.#log({
        kind: 'predictions',
        split,
        predictions: predictions.slice(start, start + PREDICTIONS_PER_RECORD),
      });
    }
  }

  /** Adds to or replaces what was given at the opening. */
  update(changes: { params?: Params; tags?: Tags; environment?: Environment }): void {
    this.#log({ kind: 'update', changes });
  }

  /**
   * Uploads files and names them as artifacts of the run. Resolves when they are hashed and noted in the journal; the
   * upload goes on behind.
   *
   * @throws BestiaryError `invalid_input` for a path that the server would refuse, `not_found` for a missing file
   */
  async logArtifacts(files: readonly RunFile[]): Promise<void> {
    if (files.length === 0) return;
    for (const { path } of files) {
      const parsed = ArtifactPath.safeParse(path);
      if (!parsed.success) {
        throw new BestiaryError(
          'invalid_input',
          `'${path}' is no artifact path: ${parsed.error.issues[0]?.message}`,
        );
      }
    }
    const blobs = await Promise.all(
      files.map(async ({ path, contentType, source }) => ({
        ...(await toLocalBlob(source, this.#journal)),
        path,
        contentType,
      })),
    );
    this.#upload({ kind: 'files', files: blobs });
  }

  /** Which of these images have no preview on the server; all of them when it does not answer. */
  async missingPreviews(images: readonly Sha256[]): Promise<Sha256[]> {
    const missing: Sha256[] = [];
    for (let start = 0; start < images.length; start += IMAGES_PER_QUESTION) {
      const asked = images.slice(start, start + IMAGES_PER_QUESTION);
      const answer = await this.#connection.api.datasets.missingPreviews
        .query({ images: asked })
        .catch(() => null);
      missing.push(...(answer?.missing ?? asked));
    }
    return missing;
  }

  /** Uploads previews (JPEG, PNG or WebP bytes) of images, by the images' sha256; the data set must have been logged before. */
  async logPreviews(previews: readonly { image: Sha256; bytes: Uint8Array }[]): Promise<void> {
    if (previews.length === 0) return;
    const blobs = await Promise.all(
      previews.map(async ({ image, bytes }) => ({ ...(await toLocalBlob(bytes, this.#journal)), image })),
    );
    this.#upload({ kind: 'previews', previews: blobs });
  }

  /** How far the run is; only the latest is kept, and told at most every few tenths of a second. */
  setProgress(progress: RunProgress): void {
    this.#heartbeat.setProgress(progress);
  }

  /** Resolves when the server has everything logged so far, files apart; waits for one that is away. */
  flush(): Promise<void> {
    return this.#sender.flush();
  }

  /** Ends the run as finished, once everything logged is with the server or `patienceMs` without one have passed. */
  finish(): Promise<RunEnding> {
    return (this.#ending ??= this.#end('finished'));
  }

  /** Ends the run as failed, with the error's message, code, hint and stack. */
  fail(thrown: unknown): Promise<RunEnding> {
    return (this.#ending ??= this.#end('failed', describe(thrown)));
  }

  /** Ends the run as cancelled; what was logged is kept. Waits for a server that is away 5 s at most. */
  cancel(reason?: string): Promise<RunEnding> {
    return (this.#ending ??= this.#end(
      'cancelled',
      reason === undefined ? undefined : { message: reason, code: 'cancelled' },
    ));
  }

  async #end(status: 'finished' | 'failed' | 'cancelled', error?: RunError): Promise<RunEnding> {
    this.#heartbeat.stop();
    const transition = this.#note({ kind: 'transition', status, at: new Date().toISOString(), error });
    const delivered = await Promise.race([
      this.#drain(transition).then(() => true),
      this.#losePatience(status),
    ]);
    this.#connection.close();
    await this.#uploader.settled();
    this.#journal.close();
    const complete = delivered && this.#journal.openRecords === 0;
    const { refusedRecords } = this.#journal;
    return {
      delivered: complete,
      keptIn: complete && refusedRecords === 0 ? null : this.#journal.dir,
      refused: refusedRecords,
    };
  }

  /** The ending is sent last, after every file. */
  async #drain(transition: PlainEntry): Promise<void> {
    await this.#uploader.settled();
    this.#sender.push(transition);
    await this.#sender.flush();
  }

  /** Resolves once the server has been away for too long while the end was waiting for it. */
  async #losePatience(status: 'finished' | 'failed' | 'cancelled'): Promise<false> {
    const patienceMs =
      status === 'cancelled' ? Math.min(this.#patienceMs, CANCEL_PATIENCE_MS) : this.#patienceMs;
    const from = Date.now();
    for (let told = false; !this.#connection.closed;) {
      await sleep(50, undefined, { ref: false });
      const away = this.#connection.awaySince;
      if (away === null) continue;
      if (Date.now() - Math.max(away, from) >= patienceMs) return false;
      if (!told) this.#notice(`waiting up to ${patienceMs / 1_000} s for ${this.#connection.serverUrl}`);
      told = true;
    }
    return false;
  }

  #log(record: PlainRecord): void {
    this.#sender.push(this.#note(record));
  }

  #note<R extends JournalRecord>(record: R): JournalEntry<R> {
    if (this.#ending && record.kind !== 'transition') {
      throw new BestiaryError('conflict', `run ${this.id} has ended; nothing more can be logged`);
    }
    return this.#journal.append(record);
  }

  #upload(record: FilesRecord | PreviewsRecord): void {
    this.#uploader.push(this.#note(record), this.#sender.flush());
  }

  #checkKey(key: string): void {
    if (this.#knownKeys.has(key)) return;
    const parsed = MetricKey.safeParse(key);
    if (!parsed.success) {
      throw new BestiaryError(
        'invalid_input',
        `'${key}' is no metric key: ${parsed.error.issues[0]?.message}`,
      );
    }
    this.#knownKeys.add(key);
  }

  #refused(reason: string): void {
    this.#notice(
      `${this.#connection.serverUrl} refused a record: ${reason}; it is kept in ${this.#journal.dir}`,
    );
  }

  #endedElsewhere(status: RunStatus): void {
    this.#stop.abort(
      new BestiaryError('cancelled', `run ${this.id} was set to '${status}' from elsewhere; it stops here`),
    );
  }
}

function describe(thrown: unknown): RunError {
  if (!(thrown instanceof Error)) return { message: messageOf(thrown) };
  const expected = thrown instanceof BestiaryError ? { code: thrown.code, hint: thrown.hint } : {};
  return { message: thrown.message, stack: thrown.stack, ...expected };
}
