import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { JournalHeader } from './journal-header.ts';
import { JournalRecord } from './journal-record.ts';
import { HEADER_FILE } from './journal.ts';

export interface JournalContents {
  header: JournalHeader;
  /** in the order in which they were logged */
  records: JournalRecord[];
  /** lines that are no records, other than a last one cut short by the death of its writer */
  damaged: string[];
  /** the files that hold the records */
  segments: string[];
}

/**
 * Reads the journal that a process left behind.
 *
 * @throws BestiaryError `invalid_input` when the folder has no readable header
 */
export async function readJournal(dir: string): Promise<JournalContents> {
  const header = await readHeader(join(dir, HEADER_FILE));
  const names = (await readdir(dir)).filter((name) => /^\d+\.ndjson$/.test(name)).sort();
  const segments = names.map((name) => join(dir, name));
  const records: JournalRecord[] = [];
  const damaged: string[] = [];
  for (const segment of segments) {
    const lines = (await readFile(segment, 'utf8')).split('\n');
    const unfinished = lines.pop() ?? '';
    for (const line of lines) {
      const record = parseRecord(line);
      if (record) records.push(record);
      else damaged.push(line);
    }
    // a whole record without its newline counts: only the newline was cut off
    const last = parseRecord(unfinished);
    if (last) records.push(last);
  }
  return { header, records, damaged, segments };
}

async function readHeader(file: string): Promise<JournalHeader> {
  try {
    return JournalHeader.parse(JSON.parse(await readFile(file, 'utf8')));
  } catch (error) {
    throw new BestiaryError('invalid_input', `${file} is no header of a journal`, { cause: error });
  }
}

function parseRecord(line: string): JournalRecord | null {
  try {
    return JournalRecord.parse(JSON.parse(line));
  } catch {
    return null;
  }
}
