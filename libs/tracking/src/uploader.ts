import type { Id } from '@bestiary/contracts/id';
import { ConnectionClosed, type Connection } from './connection.ts';
import { nameBlobs } from './deliver.ts';
import { reasonOf } from './failure.ts';
import type { FilesRecord, PreviewsRecord } from './journal-record.ts';
import type { Journal, JournalEntry } from './journal.ts';
import { uploadBlobs } from './upload.ts';

export type BlobEntry = JournalEntry<FilesRecord | PreviewsRecord>;

/** Uploads a run's blobs beside its plain records, so that a large file does not hold up the metrics. */
export class Uploader {
  readonly #connection: Connection;
  readonly #journal: Journal;
  readonly #runId: Id;
  readonly #onRefused: (reason: string) => void;
  readonly #tasks = new Set<Promise<void>>();

  constructor(connection: Connection, journal: Journal, runId: Id, onRefused: (reason: string) => void) {
    this.#connection = connection;
    this.#journal = journal;
    this.#runId = runId;
    this.#onRefused = onRefused;
  }

  /** @param before settles when the server has what was logged earlier: a preview needs its image there */
  push(entry: BlobEntry, before: Promise<void>): void {
    const task = this.#upload(entry, before);
    this.#tasks.add(task);
    void task.finally(() => this.#tasks.delete(task));
  }

  /** Resolves when everything pushed is stored, refused, or given up because the connection was closed. */
  async settled(): Promise<void> {
    while (this.#tasks.size > 0) await Promise.all(this.#tasks);
  }

  async #upload(entry: BlobEntry, before: Promise<void>): Promise<void> {
    const { record } = entry;
    try {
      await uploadBlobs(this.#connection, record.kind === 'files' ? record.files : record.previews);
      await Promise.race([before, this.#connection.whenClosed]);
      await this.#connection.attempt((api, signal) => nameBlobs(api, this.#runId, record, signal));
      this.#journal.acknowledge([entry]);
    } catch (error) {
      if (error instanceof ConnectionClosed) return;
      const reason = reasonOf(error);
      this.#journal.refuse([entry], reason);
      this.#onRefused(reason);
    }
  }
}
