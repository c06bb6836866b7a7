import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MeasureCache } from './measure-cache.ts';

const shaOf = (n: number) => n.toString(16).padStart(64, '0');
const measures = (n: number) => ({
  brightness: n / 7,
  sharpness: n === 0 ? 1.5e-12 : n * 1_234.5678,
  perceptualHash: n.toString(16).padStart(16, 'f'),
});

describe('MeasureCache', () => {
  let folder: string;
  let file: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bestiary-measures-'));
    const cache = await MeasureCache.open(folder);
    for (const n of [0, 1, 2]) cache.add(shaOf(n), measures(n));
    await cache.flush();
    file = join(folder, 'images', (await readdir(join(folder, 'images')))[0]!);
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('gives back what another process wrote, to the last bit', async () => {
    const cache = await MeasureCache.open(folder);
    for (const n of [0, 1, 2]) expect(cache.get(shaOf(n))).toEqual(measures(n));
    expect(cache.get(shaOf(3))).toBeUndefined();
  });

  it('writes nothing that is there already', async () => {
    const before = await readFile(file, 'utf8');
    const cache = await MeasureCache.open(folder);
    cache.add(shaOf(1), measures(5));
    await cache.flush();
    expect(await readFile(file, 'utf8')).toBe(before);
  });

  it('forgets a line that was cut short, and writes whole ones after it', async () => {
    await truncate(file, (await readFile(file)).length - 12);
    const cache = await MeasureCache.open(folder);
    expect(cache.get(shaOf(2))).toBeUndefined();
    for (const n of [2, 3]) cache.add(shaOf(n), measures(n));
    await cache.flush();
    const again = await MeasureCache.open(folder);
    for (const n of [0, 1, 2, 3]) expect(again.get(shaOf(n))).toEqual(measures(n));
  });

  it('of two that write at once keeps the lines of both', async () => {
    const both = await Promise.all([MeasureCache.open(folder), MeasureCache.open(folder)]);
    both.forEach((cache, i) => cache.add(shaOf(10 + i), measures(10 + i)));
    await Promise.all(both.map((cache) => cache.flush()));
    const again = await MeasureCache.open(folder);
    for (const n of [10, 11]) expect(again.get(shaOf(n))).toEqual(measures(n));
  });

  it('goes on without a folder that can be written', async () => {
    const blocked = join(folder, 'file');
    await writeFile(blocked, '');
    const cache = await MeasureCache.open(blocked);
    cache.add(shaOf(1), measures(1));
    await cache.flush();
    expect(cache.get(shaOf(1))).toEqual(measures(1));
  });
});
