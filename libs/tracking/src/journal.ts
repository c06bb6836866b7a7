import {
  appendFileSync,
  closeSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  rmSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { JournalHeader } from './journal-header.ts';
import type { JournalRecord } from './journal-record.ts';

/** A segment that has grown to this many bytes is closed, and deleted when all of it is acknowledged. */
const SEGMENT_BYTES = 4 * 2 ** 20;

export const HEADER_FILE = 'run.json';
export const REFUSED_FILE = 'refused.ndjson';
const SPOOL_FOLDER = 'files';

interface Segment {
  readonly file: string;
  readonly fd: number;
  bytes: number;
  /** records not yet acknowledged */
  open: number;
}

/** Where a record stands in the journal; given back in `acknowledge`. */
export interface JournalEntry<R extends JournalRecord = JournalRecord> {
  readonly record: R;
  readonly segment: Segment;
}

/**
 * The write-ahead log of one run: a folder with a header, numbered segments of one JSON record a line, and the files
 * that are to be uploaded. A record is with the operating system before `append` returns, so it survives the death of
 * this process (not of the machine: nothing is fsynced). A segment whose records are all acknowledged is emptied; after
 * `close` of a journal without open records the folder is gone.
 */
export class Journal {
  readonly dir: string;
  readonly #header: JournalHeader;
  #segment: Segment;
  #number = 1;
  #open = 0;
  #refused = 0;

  constructor(dir: string, header: JournalHeader) {
    this.dir = dir;
    this.#header = header;
    mkdirSync(join(dir, SPOOL_FOLDER), { recursive: true });
    this.#writeHeader(header);
    this.#segment = this.#createSegment();
  }

  /** Records that are neither acknowledged nor refused. */
  get openRecords(): number {
    return this.#open;
  }

  get refusedRecords(): number {
    return this.#refused;
  }

  append<R extends JournalRecord>(record: R): JournalEntry<R> {
    const line = `${JSON.stringify(record)}\n`;
    const written = writeSync(this.#segment.fd, line);
    const segment = this.#segment;
    segment.bytes += written;
    segment.open += 1;
    this.#open += 1;
    if (segment.bytes >= SEGMENT_BYTES) this.#segment = this.#createSegment();
    return { record, segment };
  }

  /** A folder for files that are made to be uploaded; it is there until the server has everything. */
  get spoolDir(): string {
    return join(this.dir, SPOOL_FOLDER);
  }

  /** Keeps bytes that exist only in memory until they are uploaded; returns the file that holds them. */
  spool(name: string, bytes: Uint8Array): string {
    const file = join(this.spoolDir, name);
    writeFileSync(file, bytes);
    return file;
  }

  acknowledge(entries: readonly JournalEntry[]): void {
    for (const { segment } of entries) {
      segment.open -= 1;
      this.#open -= 1;
      if (segment.open > 0) continue;
      if (segment === this.#segment) {
        ftruncateSync(segment.fd, 0);
        segment.bytes = 0;
      } else {
        closeSync(segment.fd);
        unlinkSync(segment.file);
      }
    }
  }

  /** Puts aside what the server will never take, with its reason: kept for people, not sent again. */
  refuse(entries: readonly JournalEntry[], reason: string): void {
    for (const { record } of entries) {
      appendFileSync(join(this.dir, REFUSED_FILE), `${JSON.stringify({ reason, record })}\n`);
    }
    this.#refused += entries.length;
    this.acknowledge(entries);
  }

  /** Ends writing. The folder stays when records are open or were refused, free for `syncJournals`. */
  close(): void {
    closeSync(this.#segment.fd);
    if (this.#open === 0 && this.#refused === 0) rmSync(this.dir, { recursive: true, force: true });
    else this.#writeHeader({ ...this.#header, owner: null });
  }

  #writeHeader(header: JournalHeader): void {
    writeFileSync(join(this.dir, HEADER_FILE), JSON.stringify(header));
  }

  #createSegment(): Segment {
    const file = join(this.dir, `${String(this.#number++).padStart(8, '0')}.ndjson`);
    return { file, fd: openSync(file, 'ax'), bytes: 0, open: 0 };
  }
}
