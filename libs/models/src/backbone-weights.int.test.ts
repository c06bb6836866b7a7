import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { backboneSpec } from './backbones.ts';
import { findWeights } from './backbone-weights.ts';
import { foldedDigest } from './folded-digest.test.ts';
import { writeFoldedGraph } from './folded-graph-file.ts';
import { foldGraph } from './folded-graph.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import { publishedWeights } from './published-weights.ts';
import { randomWeights, writeWeights } from './random-weights.test.ts';

const testData = process.env.BESTIARY_TEST_DATA ?? join(import.meta.dirname, '../../../../shared/data');
const imageNet = join(testData, 'weights/mobilenet_v2_1.0_224/mobilenet_v2_1.0_224_no_top.rebuilt.h5');
const bundled = join(import.meta.dirname, '../weights/mobilenet_v2_0.35_procedural.h5');

let folder: string;
let file: string;
let bytes: Buffer<ArrayBuffer>;
let cacheFolder: string;
const request = { backbone: 'mobilenet_v2', alpha: 0.5, inputSize: 96 };
const publishedName = publishedWeights(mobileNetV2(0.5, 96))!.name;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bestiary-backbone-weights-'));
  file = join(folder, 'half.h5');
  const spec = mobileNetV2(0.5, 96);
  await writeWeights(file, spec, randomWeights(spec, 2));
  bytes = await readFile(file);
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => void (cacheFolder = await mkdtemp(join(folder, 'cache-'))));
afterEach(() => void vi.unstubAllGlobals());

const network = (answer: () => Promise<Response>) => {
  const fetch = vi.fn(answer);
  vi.stubGlobal('fetch', fetch);
  return fetch;
};
const offline = () => network(() => Promise.reject(new TypeError('fetch failed')));
const published = (body: Buffer<ArrayBuffer>, length = body.length) =>
  network(async () => new Response(body, { headers: { 'content-length': String(length) } }));

describe('finding weights', () => {
  it('takes the file that was named and looks nowhere else', async () => {
    const fetch = offline();
    const found = await findWeights({ ...request, file });
    expect(found).toMatchObject({ source: 'file', name: 'half.h5', line: `weights: ${file}` });
    expect((await found.load()).size).toBeGreaterThan(100);
    expect(fetch).not.toHaveBeenCalled();
  });

  it('names the first layer that does not fit in a file of another width', async () => {
    const found = await findWeights({ ...request, alpha: 1.4, file });
    await expect(found.load()).rejects.toMatchObject({
      code: 'invalid_input',
      message: expect.stringContaining(
        '"kernel" of layer "Conv1" has the shape [3, 3, 3, 16], expected [3, 3, 3, 48]',
      ) as string,
    });
  });

  it.each([
    [
      'mobilenet_v2',
      1,
      160,
      'mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_1.0_160_no_top.h5',
    ],
    [
      'mobilenet_v2',
      0.35,
      100,
      'mobilenet_v2/mobilenet_v2_weights_tf_dim_ordering_tf_kernels_0.35_224_no_top.h5',
    ],
    ['mobilenet_v3_small', 0.75, 160, 'mobilenet_v3/weights_mobilenet_v3_small_224_0.75_float_no_top_v2.h5'],
    ['mobilenet_v3_large', 1, 224, 'mobilenet_v3/weights_mobilenet_v3_large_224_1.0_float_no_top_v2.h5'],
    ['efficientnet_b0', 1, 160, 'efficientnetb0_notop.h5'],
    ['efficientnet_b1', 1, 240, 'efficientnetb1_notop.h5'],
    ['efficientnet_v2_b0', 1, 160, 'efficientnet_v2/efficientnetv2-b0_notop.h5'],
  ])('asks for the file that Keras would: %s of width %d at %i px', (backbone, alpha, inputSize, path) => {
    const { url, name } = publishedWeights(backboneSpec(backbone, { alpha, inputSize }))!;
    expect(url).toMatch(new RegExp(`keras-applications/${path}$`));
    expect(url.endsWith(name)).toBe(true);
  });

  it('downloads the published file once and then takes it from the cache', async () => {
    const fetch = published(bytes);
    expect((await findWeights({ ...request, cacheFolder })).source).toBe('download');
    const again = await findWeights({ ...request, cacheFolder });
    expect(again.source).toBe('cache');
    expect((await again.load()).size).toBeGreaterThan(100);
    expect(fetch).toHaveBeenCalledOnce();
    expect(await readdir(join(cacheFolder, 'weights'))).toEqual([publishedName, `${publishedName}.sha256`]);
  });

  it('fetches a cached file again whose bytes have changed', async () => {
    published(bytes);
    await findWeights({ ...request, cacheFolder });
    const path = join(cacheFolder, 'weights', publishedName);
    await writeFile(path, bytes.subarray(0, 5_000));
    expect((await findWeights({ ...request, cacheFolder })).source).toBe('download');
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  it('works on when the cache folder cannot be written', async () => {
    published(bytes);
    await rm(cacheFolder, { recursive: true });
    await writeFile(cacheFolder, 'a file where the folder should be');
    expect((await findWeights({ ...request, cacheFolder })).source).toBe('download');
  });
});

describe('folded weights', () => {
  it('are parsed and folded once, then read from the cache folder', async () => {
    const first = await findWeights({ ...request, file, cacheFolder });
    const folded = await first.folded();
    expect(foldedDigest(folded)).toEqual(foldedDigest(foldGraph(first.spec, await first.load())));
    const [name] = await readdir(join(cacheFolder, 'folded'));
    expect(name).toMatch(/^mobilenet_v2_0.5-96-[0-9a-f]{16}$/);
    const another = foldGraph(first.spec, randomWeights(first.spec, 8));
    await writeFoldedGraph(join(cacheFolder, 'folded', name!), another);
    const again = await findWeights({ ...request, file, cacheFolder });
    expect(foldedDigest(await again.folded())).toStrictEqual(foldedDigest(another));
  });

  it('are folded again when the kept file is damaged', async () => {
    const folded = await (await findWeights({ ...request, file, cacheFolder })).folded();
    const [name] = await readdir(join(cacheFolder, 'folded'));
    const path = join(cacheFolder, 'folded', name!);
    const kept = await readFile(path);
    await writeFile(path, kept.subarray(0, 100_000));
    const rebuilt = await (await findWeights({ ...request, file, cacheFolder })).folded();
    expect(foldedDigest(rebuilt)).toStrictEqual(foldedDigest(folded));
    expect((await readFile(path)).equals(kept)).toBe(true);
  });

  it('of other weights or another size are kept apart', async () => {
    const other = join(folder, 'other-half.h5');
    const spec = mobileNetV2(0.5, 96);
    await writeWeights(other, spec, randomWeights(spec, 9));
    const folded = await (await findWeights({ ...request, file, cacheFolder })).folded();
    const others = await (await findWeights({ ...request, file: other, cacheFolder })).folded();
    expect(foldedDigest(others)).not.toEqual(foldedDigest(folded));
    const odd = await (await findWeights({ ...request, inputSize: 97, file, cacheFolder })).folded();
    expect(odd.inputSize).toBe(97);
    expect(await readdir(join(cacheFolder, 'folded'))).toHaveLength(3);
  });

  it('are had as well when the cache folder cannot be written', async () => {
    await rm(cacheFolder, { recursive: true });
    await writeFile(cacheFolder, 'a file where the folder should be');
    const found = await findWeights({ ...request, file, cacheFolder });
    expect((await found.folded()).steps.length).toBeGreaterThan(50);
  });

  it('of a file that does not fit are refused as its parsing is', async () => {
    const found = await findWeights({ ...request, alpha: 1.4, file, cacheFolder });
    await expect(found.folded()).rejects.toMatchObject({ code: 'invalid_input' });
    expect(await readdir(cacheFolder)).toEqual([]);
  });
});

describe.skipIf(!existsSync(bundled))('without the published file', () => {
  it.each<[string, () => void, RegExp]>([
    ['no network', offline, /no answer from storage\.googleapis\.com/],
    ['an error page', () => network(async () => new Response('gone', { status: 404 })), /answered 404/],
    ['a page in its place', () => published(Buffer.from('<html>')), /is no HDF5 file/],
    ['a file cut short', () => published(bytes.subarray(0, 9_000), bytes.length), /sent 9000 of \d+ bytes/],
    [
      'a network that answers nothing',
      () =>
        vi.stubGlobal(
          'fetch',
          (_: string, { signal }: RequestInit) =>
            new Promise((_resolve, reject) =>
              signal!.addEventListener('abort', () => reject(signal!.reason as Error)),
            ),
        ),
      /no answer from/,
    ],
  ])('%s leads to the small backbone of the repository, and the line says why', async (_, arrange, why) => {
    arrange();
    const found = await findWeights({ ...request, alpha: 1, cacheFolder, patienceMs: 50 });
    expect(found.source).toBe('bundled');
    expect(found.line).toMatch(why);
    expect(found.spec).toMatchObject({ alpha: 0.35, inputSize: 96, name: 'mobilenet_v2_0.35' });
    expect((await found.load()).get('Conv1')!.get('kernel')!.shape).toEqual([3, 3, 3, 16]);
    expect(await readdir(cacheFolder)).toEqual([]);
  });
});

describe.skipIf(!existsSync(imageNet))('the ImageNet file (skipped where there is no test data)', () => {
  it('fits MobileNetV2 1.0 at any size', async () => {
    const found = await findWeights({ backbone: 'mobilenet_v2', inputSize: 160, file: imageNet });
    expect(found.sha256).toBe('d42a456ded3f5732b97bb61693a19bd29cd42f0e3c830508f515d593fed59a88');
    expect((await found.load()).get('Conv_1')!.get('kernel')!.shape).toEqual([1, 1, 320, 1280]);
  });
});

describe('MobileNetV2 of a width that Keras has not trained', () => {
  it.skipIf(!existsSync(bundled))('leads to the small backbone without asking for a file', async () => {
    const fetch = offline();
    const found = await findWeights({ ...request, alpha: 0.6, cacheFolder });
    expect(found.source).toBe('bundled');
    expect(found.line).toContain("can't be had: Keras publishes no weights of the width 0.6");
    expect(fetch).not.toHaveBeenCalled();
  });
});

describe('a backbone other than MobileNetV2', () => {
  const small = { backbone: 'mobilenet_v3_small', inputSize: 96 };

  it('without network needs a file, and the error says so', async () => {
    offline();
    await expect(findWeights({ ...small, cacheFolder })).rejects.toMatchObject({
      code: 'unavailable',
      message: "weights of mobilenet_v3_small_1.0 can't be had: no answer from storage.googleapis.com",
      hint: expect.stringContaining('give --weights FILE.h5') as string,
    });
  });

  it('of a width that Keras has not trained needs a file, and nothing is asked for', async () => {
    const fetch = offline();
    await expect(findWeights({ ...small, alpha: 0.5, cacheFolder })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('Keras publishes no weights of the width 0.5') as string,
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it('is not taken from a file of another checksum, which is not kept', async () => {
    const spec = backboneSpec(small.backbone, small);
    const path = join(folder, 'other.h5');
    await writeWeights(path, spec, randomWeights(spec, 3));
    published(await readFile(path));
    await expect(findWeights({ ...small, cacheFolder })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(
        /sent a file of MD5 [0-9a-f]{32}, Keras' has d3e8ec802a04aa4fc771ee12a9a9b836/,
      ) as string,
    });
    expect(await readdir(cacheFolder)).toEqual([]);
  });

  it('takes the file that was named', async () => {
    const spec = backboneSpec('efficientnet_v2_b0', small);
    const path = join(folder, 'v2.h5');
    await writeWeights(path, spec, randomWeights(spec, 3));
    const found = await findWeights({ backbone: 'efficientnet_v2_b0', inputSize: 96, file: path });
    expect(found.spec).toEqual(spec);
    expect((await found.load()).get('top_conv')!.get('kernel')!.shape).toEqual([1, 1, 192, 1280]);
  });
});
