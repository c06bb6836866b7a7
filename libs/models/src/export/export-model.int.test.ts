import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Classifier } from '../classifier.ts';
import { smallClassifier } from '../small-classifier.test.ts';
import { exportModel } from './export-model.ts';
import { tfjsExporter } from './tfjs-exporter.ts';

let root: string;
let classifier: Classifier;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary-export-model-'));
  classifier = smallClassifier();
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe('an exported model', () => {
  let out: string;
  beforeEach(async () => void (out = await mkdtemp(join(root, 'out-'))));
  const write = (version?: number) =>
    exportModel({ out, name: 'bears', version }, tfjsExporter(), classifier);

  it('gets a version of its own each time', async () => {
    expect((await write()).folder).toBe(join(out, 'bears', '1'));
    await mkdir(join(out, 'bears', '9'));
    const { version, files } = await write();
    expect(version).toBe(10);
    expect((await readdir(join(out, 'bears', '10'))).sort()).toEqual([...files].sort());
  });

  it('never takes the place of another, and says which version is free', async () => {
    await write(3);
    await expect(write(3)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(join('bears', '3')) as string,
      hint: expect.stringContaining('--version 4') as string,
    });
  });

  it('leaves nothing behind when writing fails', async () => {
    const failing = {
      format: 'tfjs' as const,
      async write(folder: string): Promise<string[]> {
        await writeFile(join(folder, 'half'), 'half');
        throw new Error('the disk is full');
      },
    };
    await expect(exportModel({ out, name: 'bears' }, failing, classifier)).rejects.toThrow(
      'the disk is full',
    );
    expect(await readdir(join(out, 'bears'))).toEqual([]);
  });

  it('of two at once to one place, keeps one whole and refuses the other', async () => {
    const results = await Promise.allSettled([write(1), write(1)]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await readdir(join(out, 'bears'))).toEqual(['1']);
  });

  it('is not written below a file', async () => {
    await writeFile(join(out, 'bears'), '');
    await expect(write()).rejects.toMatchObject({ code: 'invalid_input' });
  });
});
