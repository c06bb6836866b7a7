import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckedImage, loadBatches } from '../batches.ts';
import { scanImageFolder } from '../image-folder.ts';
import * as source from './augmented-batches.ts';
import { drawView } from './augmentation.ts';
import { ViewPainter } from './view-painter.ts';

/** From source everything happens on this thread; as compiled, on a worker. */
const compiled = fileURLToPath(new URL('../../dist/augment/augmented-batches.js', import.meta.url));
const variants: [string, () => Promise<typeof source>][] = [['on this thread', async () => source]];
if (existsSync(compiled)) {
  variants.push(['on a worker', async () => import(pathToFileURL(compiled).href) as Promise<typeof source>]);
}

const SIZE = 12;
const ROW = SIZE * SIZE * 3;
const augmentation = { flip: 'horizontal', rotation: 0.1, brightness: 0.2 } as const;
const options = { augmentation, seed: 5, size: SIZE, batchSize: 4 };

let root: string;
let images: readonly CheckedImage[];
let plain: Float32Array;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary-augmented-'));
  for (const [label, name] of ['bär', 'dragon'].entries()) {
    await mkdir(join(root, name));
    for (let i = 0; i < 5; i++) {
      const noise = Buffer.from(
        Array.from({ length: 1200 }, (_, j) => Math.imul(j + i, 40503 + label) >>> 5),
      );
      const picture = sharp(noise, { raw: { width: 20, height: 20, channels: 3 } });
      await picture.jpeg().toFile(join(root, name, `${i}.jpg`));
    }
  }
  const { files } = await scanImageFolder(root);
  for await (const batch of loadBatches(files, { size: SIZE, batchSize: 100 })) {
    images = batch.images;
    plain = batch.pixels;
  }
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function collect(batches: AsyncIterable<source.AugmentedBatch>): Promise<source.AugmentedBatch[]> {
  const all: source.AugmentedBatch[] = [];
  for await (const batch of batches) all.push(batch);
  return all;
}

/** Pixels by pass and row. */
function byRow(batches: readonly source.AugmentedBatch[]): Map<string, number[]> {
  return new Map(
    batches.flatMap(({ pass, rows, pixels }) =>
      rows.map((row, i) => [`${pass}/${row}`, [...pixels.subarray(i * ROW, (i + 1) * ROW)]]),
    ),
  );
}

describe.each(variants)('augmentedBatches %s', (_, load) => {
  it('yields the drawn view of each image, pass by pass, and full batches until the last of a pass', async () => {
    const { augmentedBatches } = await load();
    const batches = await collect(
      augmentedBatches(images, { ...options, passes: [{ view: 3 }, { view: 8 }] }),
    );
    expect(batches.map(({ pass, rows }) => [pass, ...rows])).toEqual([
      [0, 0, 1, 2, 3],
      [0, 4, 5, 6, 7],
      [0, 8, 9],
      [1, 0, 1, 2, 3],
      [1, 4, 5, 6, 7],
      [1, 8, 9],
    ]);
    const painter = new ViewPainter(SIZE);
    for (const [key, pixels] of byRow(batches)) {
      const [pass, row] = key.split('/').map(Number) as [number, number];
      const expected = plain.slice(row * ROW, (row + 1) * ROW);
      painter.paint(
        expected,
        drawView(augmentation, { seed: 5, image: images[row]!.sha256, number: [3, 8][pass]! }),
      );
      expect(pixels).toEqual([...expected]);
    }
  });

  it('gives the same views in any order and batch size', async () => {
    const { augmentedBatches } = await load();
    const rows = Int32Array.from([9, 2, 5]);
    const some = byRow(
      await collect(augmentedBatches(images, { ...options, batchSize: 1, passes: [{ view: 3, rows }] })),
    );
    const all = byRow(await collect(augmentedBatches(images, { ...options, passes: [{ view: 3 }] })));
    expect([...some.keys()]).toEqual(['0/9', '0/2', '0/5']);
    for (const [key, pixels] of some) expect(pixels).toEqual(all.get(key));
  });

  it('changes nothing when there is no augmentation', async () => {
    const { augmentedBatches } = await load();
    const [batch] = await collect(
      augmentedBatches(images, { ...options, augmentation: {}, batchSize: 10, passes: [{ view: 0 }] }),
    );
    expect(batch!.pixels).toEqual(plain);
  });

  it('names a file that has changed since it was checked', async () => {
    const { augmentedBatches } = await load();
    const { file, path } = images[7]!;
    const before = await readFile(file);
    try {
      await writeFile(file, await readFile(images[6]!.file));
      const changed = collect(augmentedBatches(images, { ...options, passes: [{ view: 0 }] }));
      await expect(changed).rejects.toMatchObject({
        code: 'integrity',
        message: `${path} has changed since it was checked`,
      });
      await rm(file);
      const gone = collect(augmentedBatches(images, { ...options, passes: [{ view: 0 }] }));
      await expect(gone).rejects.toThrow(`${path} has changed since it was checked: the file is gone`);
    } finally {
      await writeFile(file, before);
    }
  });

  it('stops when it is cancelled, and when the consumer stops early', async () => {
    const { augmentedBatches } = await load();
    const stop = new AbortController();
    const passes = Array.from({ length: 1_000 }, (__, view) => ({ view }));
    const batches = augmentedBatches(images, { ...options, passes, signal: stop.signal });
    await batches.next();
    stop.abort();
    await expect(collect(batches)).rejects.toMatchObject({ code: 'cancelled' });
    for await (const batch of augmentedBatches(images, { ...options, passes })) {
      expect(batch.rows).toHaveLength(4);
      break;
    }
  });
});
