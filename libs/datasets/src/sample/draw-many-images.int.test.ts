import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type CheckedImage, loadBatches } from '../batches.ts';
import { findNearDuplicates } from '../duplicates/near-duplicates.ts';
import { scanImageFolder } from '../image-folder.ts';
import { drawManyImages } from './draw-many-images.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary-many-'));
});
afterEach(async () => {
  await rm(root, { recursive: true, force: true });
});

async function draw(name: string, count: number): Promise<CheckedImage[]> {
  await drawManyImages(join(root, name), count);
  const { files } = await scanImageFolder(join(root, name));
  const images: CheckedImage[] = [];
  for await (const batch of loadBatches(files, { size: 1, batchSize: 64, fingerprints: true })) {
    expect(batch.bad).toEqual([]);
    images.push(...batch.images);
  }
  return images;
}

it('many images are good, different, in two classes, and the same every time', async () => {
  const images = await draw('once', 300);
  expect(images.filter((image) => image.label === 0)).toHaveLength(150);
  expect(new Set(images.map((image) => image.sha256)).size).toBe(300);
  expect(findNearDuplicates(images)).toEqual([]);
  const again = await draw('again', 300);
  expect(again.map((image) => image.sha256)).toEqual(images.map((image) => image.sha256));
});
