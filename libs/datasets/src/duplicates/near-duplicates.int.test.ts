import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CheckedImage, loadBatches } from '../batches.ts';
import { scanImageFolder } from '../image-folder.ts';
import { drawSampleSet, type SampleSet } from '../sample/draw-sample-set.ts';
import { findNearDuplicates } from './near-duplicates.ts';

let root: string;
let set: SampleSet;
const images: CheckedImage[] = [];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary-near-'));
  set = await drawSampleSet(join(root, 'set'), { count: 320 });
  const { files } = await scanImageFolder(set.dir);
  for await (const batch of loadBatches(files, { size: 1, batchSize: 32, fingerprints: true })) {
    images.push(...batch.images);
  }
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

const pathsOf = (some: readonly CheckedImage[]) => some.map((image) => image.path);

describe('findNearDuplicates', () => {
  it('finds every near-duplicate of the sample set, and nothing else', () => {
    const { nearDuplicates } = set.truth;
    expect(nearDuplicates).toHaveLength(5);
    const found = findNearDuplicates(images).map((group) => pathsOf(group.images).sort());
    const expected = nearDuplicates.map(({ path, of }) => [path, of].sort());
    expect(found.sort()).toEqual(expected.sort());
  });

  it('says how far apart the hashes are and how alike the pictures', () => {
    for (const { images: alike, pairs } of findNearDuplicates(images)) {
      expect(pairs).toHaveLength(1);
      expect(pathsOf(pairs[0]!.images).sort()).toEqual(pathsOf(alike).sort());
      expect(pairs[0]!.distance).toBeLessThanOrEqual(15);
      expect(pairs[0]!.similarity).toBeGreaterThanOrEqual(0.7);
    }
  });

  it('puts files of the same bytes into the group of their near-duplicates, and makes none of them alone', () => {
    const [group] = findNearDuplicates(images);
    const [original] = group!.images as [CheckedImage];
    const lonely = images.find(
      (image) => !findNearDuplicates(images).some((other) => other.images.includes(image)),
    )!;
    const copies = [
      { ...original, path: 'dragon/copy.jpg' },
      { ...lonely, path: 'dragon/lonely copy.jpg' },
    ];
    const groups = findNearDuplicates([...images, ...copies]);
    expect(pathsOf(groups[0]!.images)).toEqual([...pathsOf(group!.images), 'dragon/copy.jpg']);
    expect(groups.flatMap((found) => pathsOf(found.images))).not.toContain('dragon/lonely copy.jpg');
  });
});
