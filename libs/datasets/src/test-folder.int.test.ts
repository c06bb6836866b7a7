import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { scanTestFolder } from './test-folder.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary test folder '));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function files(...paths: string[]): Promise<void> {
  for (const path of paths) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), 'x');
  }
}

describe('scanTestFolder', () => {
  it('gives each image the label that its class has in the training folder', async () => {
    await files('Ünicorn/1.jpg', 'bear/1.jpg', 'bear/more/2.jpg');
    const { files: found } = await scanTestFolder(root, ['bear', 'Ünicorn']);
    expect(found.map(({ path, label }) => [path, label])).toEqual([
      ['bear/1.jpg', 0],
      ['bear/more/2.jpg', 0],
      ['Ünicorn/1.jpg', 1],
    ]);
  });

  it('names every class that is missing and every one that is unknown', async () => {
    await files('bear/1.jpg', 'dargon/1.jpg');
    await expect(scanTestFolder(root, ['bear', 'dragon'])).rejects.toMatchObject({
      code: 'invalid_input',
      message: `the test folder ${root} lacks "dragon" and has "dargon", unknown to the training folder`,
      hint: expect.stringContaining('"bear", "dragon"'),
    });
    await expect(scanTestFolder(root, ['bear', 'dargon', 'yeti'])).rejects.toThrow(
      `the test folder ${root} lacks "yeti"`,
    );
    await expect(scanTestFolder(root, ['bear'])).rejects.toThrow(
      `the test folder ${root} has "dargon", unknown to the training folder`,
    );
  });
});
