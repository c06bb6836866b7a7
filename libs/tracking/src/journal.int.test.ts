import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { uuidv7 } from '@bestiary/contracts/id';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readJournal } from './journal-reader.ts';
import { Journal } from './journal.ts';
import { isAlive, thisProcess } from './process-identity.ts';

let dir: string;
let journal: Journal;

beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'journal-')), 'run');
  journal = new Journal(dir, {
    version: 1,
    runId: uuidv7(),
    runName: 'test',
    serverUrl: 'http://127.0.0.1:1',
    owner: thisProcess(),
  });
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

function append(step: number, note = '') {
  return journal.append({ kind: 'metrics', step, time: 1, values: { [`loss${note}`]: step } });
}
const first = () => join(dir, '00000001.ndjson');
const stepsOf = async () =>
  (await readJournal(dir)).records.map((record) => (record.kind === 'metrics' ? record.step : record.kind));

describe('the journal', () => {
  it('holds a record on disk as soon as append returns', async () => {
    append(7);
    expect(await stepsOf()).toEqual([7]);
  });

  it('is empty when all is acknowledged, and its folder is gone after close', async () => {
    const entries = [append(0), append(1)];
    journal.acknowledge(entries);
    expect((await stat(first())).size).toBe(0);
    journal.close();
    await expect(stat(dir)).rejects.toThrow('ENOENT');
  });

  it('stays after close while a record is open', async () => {
    append(0);
    journal.acknowledge([append(1)]);
    journal.close();
    expect(await stepsOf()).toContain(0);
  });

  it('tolerates a last line that was cut short', async () => {
    append(0);
    await appendFile(first(), '{"kind":"metrics","step":1,"ti');
    const contents = await readJournal(dir);
    expect(contents.records).toHaveLength(1);
    expect(contents.damaged).toEqual([]);
  });

  it('reports a damaged line in the middle and reads on', async () => {
    append(0);
    await appendFile(first(), 'not json\n');
    append(2);
    const contents = await readJournal(dir);
    expect(contents.records).toHaveLength(2);
    expect(contents.damaged).toEqual(['not json']);
  });

  it('starts a new segment when one has grown, and deletes the old one once acknowledged', async () => {
    const long = 'x'.repeat(200_000);
    const entries = Array.from({ length: 30 }, (_, step) => append(step, long));
    expect(await stepsOf()).toEqual(entries.map((_, step) => step));
    journal.acknowledge(entries.slice(0, 25));
    const segments = (await readdir(dir)).filter((name) => name.endsWith('.ndjson'));
    expect(segments).toEqual(['00000002.ndjson']);
  });

  it('puts aside what is refused, with the reason, and keeps the folder', async () => {
    journal.refuse([append(0)], 'no such run');
    journal.close();
    expect(await readFile(join(dir, 'refused.ndjson'), 'utf8')).toContain('no such run');
    expect(await stepsOf()).toEqual([]);
  });
});

describe('a process identity', () => {
  it('is alive for this process and dead for an earlier one with its number', () => {
    expect(isAlive(thisProcess())).toBe(true);
    if (thisProcess().startedAt !== null) expect(isAlive({ ...thisProcess(), startedAt: '1' })).toBe(false);
  });
});
