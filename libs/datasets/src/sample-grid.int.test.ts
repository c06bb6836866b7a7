import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ImageFile, scanImageFolder } from './image-folder.ts';
import { drawSampleGrid } from './sample-grid.ts';

let root: string;
let files: readonly ImageFile[];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'bestiary-grid-'));
  for (const name of ['a', 'b']) {
    await mkdir(join(root, name));
    for (let i = 0; i < 6; i++) {
      const background = { r: 10 * i, g: name === 'a' ? 200 : 0, b: 90 };
      await sharp({ create: { width: 20, height: 30, channels: 3, background } })
        .png()
        .toFile(join(root, name, `${i}.png`));
    }
  }
  ({ files } = await scanImageFolder(root));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

async function drawn(images: readonly ImageFile[], classNames: readonly string[]) {
  const png = await drawSampleGrid(images, classNames, { size: 64 });
  const { data, info } = await sharp(png).raw().toBuffer({ resolveWithObject: true });
  const at = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * info.channels, (y * info.width + x) * info.channels + 3),
  ];
  return { width: info.width, height: info.height, at };
}

describe('drawSampleGrid', () => {
  it('draws nine images in three rows, in order, on white', async () => {
    const { width, height, at } = await drawn(files, ['a', 'b']);
    expect([width, height]).toEqual([16 + 3 * 80, 16 + 3 * 108]);
    expect(at(2, 2)).toEqual([255, 255, 255]);
    const cell = (i: number) => at(16 + (i % 3) * 80 + 32, 16 + Math.floor(i / 3) * 108 + 28 + 32);
    expect([0, 1, 5, 8].map(cell)).toEqual([
      [0, 200, 90],
      [10, 200, 90],
      [50, 200, 90],
      [20, 0, 90],
    ]);
  });

  it('is as small as fewer images need', async () => {
    const { width, height } = await drawn(files.slice(0, 2), ['a', 'b']);
    expect([width, height]).toEqual([16 + 2 * 80, 16 + 108]);
  });

  it('draws class names of any characters', async () => {
    const { width } = await drawn(files, ['<&"\u0001 Ünïcödé 🐉 and more than fits', ']]>']);
    expect(width).toBe(256);
  });
});
