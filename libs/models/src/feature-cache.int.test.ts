import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { FeatureCache, type FeatureCacheKey, PACK_ROWS } from './feature-cache.ts';

const key: FeatureCacheKey = {
  backbone: 'mobilenet_v2_1.0',
  weightsSha256: 'a'.repeat(64),
  inputSize: 160,
  preprocessing: 'stretch;x/127.5-1',
  backend: 'tensorflow',
  batches: '32',
  featureCount: 8,
};
let root: string;
let folder: string;
beforeAll(async () => void (root = await mkdtemp(join(tmpdir(), 'bestiary-feature-cache-'))));
afterAll(() => rm(root, { recursive: true, force: true }));
beforeEach(async () => void (folder = await mkdtemp(join(root, 'cache-'))));

const image = (i: number): string => i.toString(16).padStart(64, '0');
const featuresOf = (i: number): Float32Array =>
  Float32Array.from({ length: 8 }, (_, j) => Math.sin(i * 8 + j));

async function fill(from: number, to: number): Promise<FeatureCache> {
  const cache = await FeatureCache.open(folder, key);
  for (let i = from; i < to; i++) await cache.add(image(i), featuresOf(i));
  await cache.flush();
  return cache;
}

function read(cache: FeatureCache, i: number): Float32Array | undefined {
  const target = new Float32Array(8);
  return cache.copy(image(i), target, 0) ? target : undefined;
}

async function packs(): Promise<string[]> {
  const names = await readdir(join(folder, 'features'), { recursive: true });
  return names.filter((name) => name.endsWith('.pack')).map((name) => join(folder, 'features', name));
}

describe('the feature cache', () => {
  it('gives back what was added, bit for bit, also beyond one pack', async () => {
    const count = PACK_ROWS + 5;
    expect((await fill(0, count)).warning).toBeUndefined();
    const cache = await FeatureCache.open(folder, key);
    for (let i = 0; i < count; i++) expect(read(cache, i)).toEqual(featuresOf(i));
    expect(read(cache, count)).toBeUndefined();
    expect([...cache.images()].length).toBe(count);
    expect((await packs()).length).toBe(2);
  });

  it('gives back rows of more packs than it keeps in memory, in any order', async () => {
    const wide = { ...key, featureCount: 16_384 }; // 64 MiB a full pack
    const rows = PACK_ROWS + 200;
    const row = (i: number) => new Float32Array(16_384).fill(i);
    const writer = await FeatureCache.open(folder, wide);
    for (let i = 0; i < rows; i++) await writer.add(image(i), row(i));
    await writer.flush();
    const cache = await FeatureCache.open(folder, wide);
    const target = new Float32Array(16_384);
    for (const i of [0, rows - 1, 5, PACK_ROWS, 1]) {
      expect(cache.copy(image(i), target, 0)).toBe(true);
      expect(target.every((value) => value === i)).toBe(true);
    }
  });

  it('removes what a killed process left half-written, and leaves what is being written', async () => {
    await fill(0, 3);
    const dir = dirname((await packs())[0]!);
    const [old, fresh] = [join(dir, '.old.partial'), join(dir, '.fresh.partial')];
    await writeFile(old, 'half');
    await writeFile(fresh, 'half');
    const yesterday = Date.now() / 1_000 - 86_400;
    await utimes(old, yesterday, yesterday);
    await FeatureCache.open(folder, key);
    const names = await readdir(dir);
    expect(names).not.toContain('.old.partial');
    expect(names).toContain('.fresh.partial');
  });

  it('puts features at the place asked for', async () => {
    await fill(0, 3);
    const cache = await FeatureCache.open(folder, key);
    const target = new Float32Array(24);
    expect(cache.copy(image(2), target, 8)).toBe(true);
    expect(target).toEqual(Float32Array.of(...new Float32Array(8), ...featuresOf(2), ...new Float32Array(8)));
  });

  it.each<[string, Partial<FeatureCacheKey>]>([
    ['other weights', { weightsSha256: 'b'.repeat(64) }],
    ['another size', { inputSize: 128 }],
    ['another backbone', { backbone: 'mobilenet_v2_0.35' }],
    ['another resize', { preprocessing: 'crop;x/127.5-1' }],
    ['another engine', { backend: 'wasm' }],
    ['batches of other sizes', { batches: 'any' }],
  ])('keeps features of %s apart', async (_, other) => {
    await fill(0, 3);
    expect(read(await FeatureCache.open(folder, { ...key, ...other }), 0)).toBeUndefined();
    expect(read(await FeatureCache.open(folder, key), 0)).toBeDefined();
  });

  it('notices a pack cut short anywhere, removes it and takes what is computed again', async () => {
    for (const bytes of [0, 7, 20, 100, -1]) {
      await fill(0, 10);
      const [pack] = await packs();
      const { length } = await readFile(pack!);
      await truncate(pack!, bytes < 0 ? length + bytes : bytes);
      const cache = await FeatureCache.open(folder, key);
      expect(cache.has(image(0))).toBe(false);
      expect(await packs()).toEqual([]);
      await fill(0, 10);
      expect(read(await FeatureCache.open(folder, key), 9)).toEqual(featuresOf(9));
      await rm(join(folder, 'features'), { recursive: true });
    }
  });

  it('notices one changed bit, and keeps the packs that are whole', async () => {
    await fill(0, 10);
    await fill(10, 20);
    const [pack] = await packs();
    const bytes = await readFile(pack!);
    bytes[bytes.length - 50]! ^= 1;
    await writeFile(pack!, bytes);
    const cache = await FeatureCache.open(folder, key);
    expect([...cache.images()].length).toBe(10);
    expect((await packs()).length).toBe(1);
  });

  it('is shared by processes that add at once: nothing is lost, nothing mixed up', async () => {
    const worker = join(folder, 'worker.mts');
    await writeFile(
      worker,
      `import { FeatureCache } from ${JSON.stringify(join(import.meta.dirname, 'feature-cache.ts'))};
       const [from, to] = process.argv.slice(2).map(Number);
       for (let i = from; i < to; i++) {
         const cache = await FeatureCache.open(${JSON.stringify(folder)}, ${JSON.stringify(key)});
         const row = Float32Array.from({ length: 8 }, (_, j) => Math.sin(i * 8 + j));
         await cache.add(i.toString(16).padStart(64, '0'), row);
         await cache.flush();
       }`,
    );
    const run = async (from: number, to: number): Promise<void> => {
      const child = fork(worker, [String(from), String(to)], {
        execArgv: ['--conditions=@bestiary/source', '--import', 'tsx'],
      });
      const [status] = (await once(child, 'exit')) as [number];
      expect(status).toBe(0);
    };
    await Promise.all([run(0, 40), run(20, 60)]);
    const cache = await FeatureCache.open(folder, key);
    for (let i = 0; i < 60; i++) expect(read(cache, i)).toEqual(featuresOf(i));
  });

  it('goes on without a folder it could write to, with one warning', async () => {
    await writeFile(join(folder, 'features'), 'a file where the folder should be');
    const cache = await fill(0, 3);
    expect(cache.warning).toMatch(/^(features can't be cached in|the feature cache can't be read)/);
    await cache.add(image(9), featuresOf(9));
    await expect(cache.flush()).resolves.toBeUndefined();
  });

  it.skipIf(process.getuid?.() === 0)('reads a cache that it may not write to', async () => {
    await fill(0, 3);
    const [pack] = await packs();
    await chmod(join(pack!, '..'), 0o500);
    const cache = await fill(3, 4);
    expect(read(cache, 0)).toEqual(featuresOf(0));
    expect(cache.warning).toMatch(/can't be cached/);
    await chmod(join(pack!, '..'), 0o700);
  });

  it('goes on when a file cannot be written to its end, and leaves no half file', async () => {
    const script = join(folder, 'add.mts');
    await writeFile(
      script,
      `import { FeatureCache } from ${JSON.stringify(join(import.meta.dirname, 'feature-cache.ts'))};
       const cache = await FeatureCache.open(${JSON.stringify(folder)}, ${JSON.stringify(key)});
       for (let i = 0; i < 2_000; i++) await cache.add(i.toString(16).padStart(64, '0'), new Float32Array(8));
       await cache.flush();
       console.log(cache.warning);`,
    );
    // a limit on the size of files stands for a full disk: the same write fails in the same way
    const node = '"$0" --conditions=@bestiary/source --import tsx "$1"';
    const { stdout } = await promisify(execFile)('sh', [
      '-c',
      `ulimit -f 8; TSX_DISABLE_CACHE=1 exec ${node}`,
      process.execPath,
      script,
    ]);
    expect(stdout).toMatch(/^features can't be cached in .*; the training goes on without\n$/);
    expect(await readdir(join(folder, 'features'), { recursive: true })).toHaveLength(1);
    expect(await packs()).toEqual([]);
  });
});
