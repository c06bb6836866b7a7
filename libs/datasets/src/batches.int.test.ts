import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { badImagesError } from './bad-image.ts';
import * as source from './batches.ts';
import { type ImageFolder, scanImageFolder } from './image-folder.ts';

/** From source everything happens on this thread; as compiled, on a worker. */
const compiled = fileURLToPath(new URL('../dist/batches.js', import.meta.url));
const variants: [string, () => Promise<typeof source>][] = [['on this thread', async () => source]];
if (existsSync(compiled)) {
  variants.push(['on a worker', async () => import(pathToFileURL(compiled).href) as Promise<typeof source>]);
}

let root: string;
let folder: ImageFolder;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary-batches-'));
  for (const [label, name] of ['bär', 'dragon '].entries()) {
    await mkdir(join(root, name));
    for (let i = 0; i < 9; i++) {
      const background = { r: 20 * i, g: 100 * label, b: 50 };
      const picture = sharp({ create: { width: 30 + i, height: 20, channels: 3, background } });
      await picture.png().toFile(join(root, name, `${i}.png`));
    }
  }
  await writeFile(join(root, 'bär', '3 zero.jpg'), '');
  await writeFile(join(root, 'dragon ', '0 text.jpg'), 'no image');
  await symlink('nowhere.png', join(root, 'dragon ', 'z.png'));
  folder = await scanImageFolder(root);
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function collect(batches: AsyncIterable<source.ImageBatch>): Promise<source.ImageBatch[]> {
  const all: source.ImageBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}
const bad = [
  { path: 'bär/3 zero.jpg', kind: 'empty', reason: 'the file has no bytes' },
  { path: 'dragon /0 text.jpg', kind: 'not-an-image', reason: 'it is a text' },
  {
    path: 'dragon /z.png',
    kind: 'unreadable',
    reason: 'the file is gone, or a link that leads nowhere',
  },
];

describe.each(variants)('loadBatches %s', (_, load) => {
  it('yields full batches of good images in the order of the files, and names the bad ones', async () => {
    const { loadBatches } = await load();
    const batches = await collect(loadBatches(folder.files, { size: 8, batchSize: 5 }));
    expect(batches.map((batch) => batch.decoded.length)).toEqual([5, 5, 5, 3]);
    expect(batches.map((batch) => batch.pixels.length)).toEqual([5, 5, 5, 3].map((n) => n * 8 * 8 * 3));
    const decoded = batches.flatMap((batch) => batch.decoded);
    const badPaths = new Set(bad.map((image) => image.path));
    expect(decoded.map((image) => image.path)).toEqual(
      folder.files.map((file) => file.path).filter((path) => !badPaths.has(path)),
    );
    expect(batches.flatMap((batch) => batch.images)).toEqual(decoded);
    expect(batches.flatMap((batch) => batch.bad)).toEqual(bad);

    const [first] = batches;
    expect([...first!.pixels.slice(8 * 8 * 3, 8 * 8 * 3 + 3)]).toEqual([20, 0, 50]);
    const file = await readFile(decoded[10]!.file);
    expect(decoded[10]).toEqual({
      ...folder.files.find((candidate) => candidate.path === decoded[10]!.path),
      sha256: createHash('sha256').update(file).digest('hex'),
      format: 'png',
      bytes: file.length,
      width: 31,
      height: 20,
      warnings: [],
    });
  });

  it('gives the same pixels every time', async () => {
    const { loadBatches } = await load();
    const once = await collect(loadBatches(folder.files, { size: 8, batchSize: 5 }));
    const again = await collect(loadBatches(folder.files, { size: 8, batchSize: 5 }));
    expect(again).toEqual(once);
  });

  it('checks contents that are known, without decoding them', async () => {
    const { loadBatches } = await load();
    const [all] = await collect(loadBatches(folder.files, { size: 8, batchSize: 100 }));
    const known = new Set(all!.images.slice(3).map((image) => image.sha256));
    const [batch, ...more] = await collect(loadBatches(folder.files, { size: 8, batchSize: 100, known }));
    expect(more).toEqual([]);
    expect(batch!.images).toEqual(all!.images);
    expect(batch!.bad).toEqual(bad);
    expect(batch!.decoded).toEqual(all!.images.slice(0, 3));
  });

  it('stops when it is cancelled', async () => {
    const { loadBatches } = await load();
    const stop = new AbortController();
    const batches = loadBatches(folder.files, { size: 8, batchSize: 2, signal: stop.signal });
    await batches.next();
    stop.abort();
    await expect(collect(batches)).rejects.toMatchObject({ code: 'cancelled' });
    const never = loadBatches(folder.files, { size: 8, batchSize: 2, signal: AbortSignal.abort() });
    await expect(never.next()).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('lets go when the consumer stops early', async () => {
    const { loadBatches } = await load();
    for await (const batch of loadBatches(folder.files, { size: 8, batchSize: 2 })) {
      expect(batch.decoded).toHaveLength(2);
      break;
    }
  });

  it('has nothing to yield for no files', async () => {
    const { loadBatches } = await load();
    expect(await collect(loadBatches([], { size: 8, batchSize: 2 }))).toEqual([]);
  });
});

it('the error of bad images names each with its reason, and the way out', () => {
  const error = badImagesError(bad as Parameters<typeof badImagesError>[0], 21);
  expect(error.message).toBe(
    '3 of 21 images cannot be used:\n' +
      '  bär/3 zero.jpg: empty (the file has no bytes)\n' +
      '  dragon /0 text.jpg: not-an-image (it is a text)\n' +
      '  dragon /z.png: unreadable (the file is gone, or a link that leads nowhere)',
  );
  expect(error.hint).toContain('--skip-bad');
});
