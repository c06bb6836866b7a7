import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BadImage } from './bad-image.ts';
import { type CheckedImage, loadBatches } from './batches.ts';
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

  it('reads what can be read of hostile files, and names every other with its reason', async () => {
    const colour = { r: 200, g: 30, b: 90 };
    const picture = () => sharp({ create: { width: 20, height: 10, channels: 3, background: colour } });
    const png = await picture().png().toBuffer();
    const frames = await sharp([png, await picture().negate().png().toBuffer()], { join: { animated: true } })
      .gif()
      .toBuffer();
    await files('bär 🐻/placeholder.txt', 'Дракон/nested/placeholder.txt');
    const put = (path: string, bytes: string | Buffer) => writeFile(join(root, path), bytes);
    await put('bär 🐻/ein Bär.jpg', await picture().jpeg().toBuffer());
    await put('bär 🐻/zero.jpg', '');
    await put('bär 🐻/text.jpg', 'no image at all');
    await put('bär 🐻/press.jpg', await picture().toColourspace('cmyk').jpeg().toBuffer());
    await put('Дракон/nested/дракон 龍.png', png);
    await put('Дракон/deep.png', await picture().toColourspace('rgb16').png().toBuffer());
    await put('Дракон/moving.gif', frames);
    await symlink(root, join(root, 'Дракон', 'nested', 'loop'));
    await symlink('self.jpg', join(root, 'Дракон', 'self.jpg'));

    const folder = await scanTestFolder(root, ['bär 🐻', 'Дракон']);
    const images: CheckedImage[] = [];
    const bad: BadImage[] = [];
    for await (const batch of loadBatches(folder.files, { size: 8, batchSize: 4, fingerprints: true })) {
      images.push(...batch.images);
      bad.push(...batch.bad);
    }
    expect(images.map(({ path, label }) => [path, label])).toEqual([
      ['bär 🐻/ein Bär.jpg', 0],
      ['Дракон/nested/дракон 龍.png', 1],
    ]);
    expect(images[0]!.fingerprint!.hash).toMatch(/^[0-9a-f]{16}$/);
    expect(bad.map(({ path, kind }) => [path, kind])).toEqual([
      ['bär 🐻/press.jpg', 'cmyk'],
      ['bär 🐻/text.jpg', 'not-an-image'],
      ['bär 🐻/zero.jpg', 'empty'],
      ['Дракон/deep.png', 'bit-depth'],
      ['Дракон/moving.gif', 'animated'],
      ['Дракон/self.jpg', 'unreadable'],
    ]);
  });
});
