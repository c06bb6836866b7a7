import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { ViewPainter } from './augment/view-painter.ts';
import { type CheckedImage, loadBatches } from './batches.ts';
import { findNearDuplicates } from './duplicates/near-duplicates.ts';
import { scanImageFolder } from './image-folder.ts';
import { kerasSplit } from './keras-split.ts';

/** Photographs and what Keras 3.15 computes on them; not part of this repository. */
const data =
  process.env.BESTIARY_TEST_DATA ?? fileURLToPath(new URL('../../../../shared/data', import.meta.url));
const images = `${data}/images/flowers_daisy_dandelion`;
const golden = `${data}/golden/flowers_daisy_dandelion`;
const missing = !existsSync(golden) && 'no test data';

describe.skipIf(missing)(`the flowers, as Keras loads them${missing ? ` (${missing})` : ''}`, () => {
  it('the split has the same 508 and 126 paths in the same order', async () => {
    const folder = await scanImageFolder(images);
    expect(folder.name).toBe('flowers_daisy_dandelion');
    expect(folder.counts).toEqual([300, 334]);
    expect(folder.beyondKeras).toBe(0);

    const split = kerasSplit(folder.files, { seed: 123, validationSplit: 0.2 });
    const expected = JSON.parse(await readFile(`${golden}/split.json`, 'utf8'));
    expect(folder.classNames).toEqual(expected.class_names);
    expect(split.training.map((image) => image.path)).toEqual(expected.training);
    expect(split.validation.map((image) => image.path)).toEqual(expected.validation);
    const labels = JSON.parse(await readFile(`${golden}/head_training.json`, 'utf8')).labels;
    expect(split.validation.map((image) => image.label)).toEqual(labels);
  });

  it('the pixels of the first validation image are equal to the last bit', async () => {
    const expected = await readFloats(`${golden}/first_validation_image_160.f32`);
    const { files } = await scanImageFolder(images);
    const first = kerasSplit(files, { seed: 123, validationSplit: 0.2 }).validation.slice(0, 1);
    for await (const batch of loadBatches(first, { size: 160, batchSize: 1 })) {
      expect(batch.bad).toEqual([]);
      expect(differences(batch.pixels, expected)).toBe(0);
    }
  });

  it('the first validation image turned by a twentieth is equal to the last bit', async () => {
    const pixels = await readFloats(`${golden}/first_validation_image_160.f32`);
    new ViewPainter(160).paint(pixels, { rotation: 0.05 });
    const expected = await readFloats(`${golden}/first_validation_image_160_rotated_0.05.f32`);
    expect(differences(pixels, expected)).toBe(0);
  });

  it('one photograph is there twice, encoded apart, and no other two are alike', async () => {
    const { files } = await scanImageFolder(images);
    const found: CheckedImage[] = [];
    for await (const batch of loadBatches(files, { size: 1, batchSize: 64, fingerprints: true })) {
      found.push(...batch.images);
    }
    const groups = findNearDuplicates(found).map((group) => group.images.map((image) => image.path));
    expect(groups).toEqual([['daisy/10993710036_2033222c91.jpg', 'daisy/10993818044_4c19b86c82.jpg']]);
  });

  it('every photograph is good, and hashes to what its manifest says', async () => {
    const { files } = await scanImageFolder(images);
    const rows = (await readFile(`${images}/MANIFEST.csv`, 'utf8')).trim().split('\n').slice(1);
    const expected = new Map(rows.map((row) => row.split(',').slice(0, 2) as [string, string]));
    const hashes = new Map<string, string>();
    for await (const batch of loadBatches(files, { size: 1, batchSize: 64 })) {
      expect(batch.bad).toEqual([]);
      for (const image of batch.images) hashes.set(image.path, image.sha256);
    }
    expect(hashes).toEqual(expected);
  });
});

async function readFloats(file: string): Promise<Float32Array> {
  const bytes = await readFile(file);
  return new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
}

function differences(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((count, value, i) => count + (value === b[i] ? 0 : 1), 0);
}
