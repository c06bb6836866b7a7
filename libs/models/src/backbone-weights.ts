import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { defaultCacheFolder } from './cache-folder.ts';
import { parseKerasWeights, readWeightBytes } from './keras-weight-file.ts';
import { alphaText, type BackboneSpec, mobileNetV2, mobileNetV2Name } from './mobilenet-v2.ts';
import { checkWeights, matchByOrder, type WeightMap } from './weight-map.ts';

export type WeightSource = 'file' | 'cache' | 'download' | 'bundled';

/** Weights that were found and read, and the backbone they belong to. */
export interface BackboneWeights {
  readonly source: WeightSource;
  /** the file's name */
  readonly name: string;
  /** of the file's bytes: what the feature cache goes by */
  readonly sha256: string;
  /** one line for people: which weights, from where */
  readonly line: string;
  /** as asked for, but of the bundled weights' width when those are used */
  readonly spec: BackboneSpec;
  /** parses the file on first use and checks every shape; rejects with `invalid_input` naming the first layer that doesn't fit */
  readonly load: () => Promise<WeightMap>;
}

export interface WeightRequest {
  /** width multiplier of MobileNetV2 */
  alpha: number;
  inputSize: number;
  /** a Keras no-top weights file; nothing else is tried then */
  file?: string;
  cacheFolder?: string;
  /** how long the published file may take to begin to arrive, and pause while it does (milliseconds) */
  patienceMs?: number;
}

const BUNDLED_ALPHA = 0.35;
const BUNDLED_NAME = 'mobilenet_v2_0.35_procedural.h5';
/** from src as from dist */
const bundledPath = fileURLToPath(new URL(`../weights/${BUNDLED_NAME}`, import.meta.url));

const PUBLISHED_SIZES = [96, 128, 160, 192, 224] as const;
const PUBLISHED_AT = 'https://storage.googleapis.com/tensorflow/keras-applications/mobilenet_v2';

/** The file that Keras' `MobileNetV2(weights='imagenet', include_top=False)` loads: it was trained at the size asked for, else at 224. */
export function publishedWeightsName(alpha: number, inputSize: number): string {
  const rows = PUBLISHED_SIZES.find((size) => size === inputSize) ?? 224;
  return `mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${alphaText(alpha)}_${rows}_no_top.h5`;
}

/**
 * Finds weights for MobileNetV2: the file that was named; else Keras' published file in the cache folder, or from its address
 * (and then into the cache); else the small backbone in this repository, which has its own width.
 *
 * Keras publishes no checksum of these files. A file that arrived is taken when its length is what the server announced and every
 * layer has the shape expected; its sha256 is kept beside it and must agree ever after.
 *
 * @throws BestiaryError `not_found` or `invalid_input` for a named file that can't be read; whether it fits is found by `load`
 */
export async function findWeights(request: WeightRequest): Promise<BackboneWeights> {
  const spec = mobileNetV2(request.alpha, request.inputSize);
  if (request.file !== undefined) {
    return fromBytes('file', request.file, await readWeightBytes(request.file), spec);
  }
  const folder = join(request.cacheFolder ?? defaultCacheFolder(), 'weights');
  const name = publishedWeightsName(request.alpha, request.inputSize);
  const cached = await readCached(join(folder, name));
  if (cached) return fromBytes('cache', join(folder, name), cached, spec);
  try {
    const bytes = await download(`${PUBLISHED_AT}/${name}`, request.patienceMs ?? 4_000);
    const weights = fromBytes('download', name, bytes, spec);
    await weights.load();
    await keep(folder, name, bytes);
    return weights;
  } catch (error) {
    const bundled = await readWeightBytes(bundledPath);
    return fromBytes(
      'bundled',
      bundledPath,
      bundled,
      mobileNetV2(BUNDLED_ALPHA, request.inputSize),
      messageOf(error),
    );
  }
}

function fromBytes(
  source: WeightSource,
  path: string,
  bytes: Buffer,
  spec: BackboneSpec,
  whyNot?: string,
): BackboneWeights {
  const name = basename(path);
  const lines: Record<WeightSource, string> = {
    file: `weights: ${path}`,
    cache: `weights: ImageNet, ${path}`,
    download: `weights: ImageNet, downloaded ${name}`,
    bundled: `weights: the small backbone of this repository (${mobileNetV2Name(BUNDLED_ALPHA)}, procedural textures), because ImageNet weights can't be had: ${whyNot}. Give --weights FILE.h5 for better ones.`,
  };
  let parsed: Promise<WeightMap> | undefined;
  return {
    source,
    name,
    sha256: sha256Of(bytes),
    line: lines[source],
    spec,
    load: () =>
      (parsed ??= parseKerasWeights(bytes, path).then((read) => {
        const weights = matchByOrder(spec, read);
        checkWeights(spec, weights, path);
        return weights;
      })),
  };
}

/** The cached file, when its checksum is the one noted beside it; a damaged one is removed. */
async function readCached(path: string): Promise<Buffer | undefined> {
  const [bytes, noted] = await Promise.all([
    readFile(path).catch(() => undefined),
    readFile(`${path}.sha256`, 'utf8').catch(() => undefined),
  ]);
  if (!bytes) return undefined;
  if (noted === undefined) {
    await writeFile(`${path}.sha256`, sha256Of(bytes)).catch(() => undefined);
    return bytes;
  }
  if (noted.trim() === sha256Of(bytes)) return bytes;
  await Promise.all([rm(path, { force: true }), rm(`${path}.sha256`, { force: true })]);
  return undefined;
}

/** @throws BestiaryError `unavailable` when there is no answer or none goes on in time, `integrity` for a file cut short */
async function download(url: string, patienceMs: number): Promise<Buffer> {
  const { host } = new URL(url);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), patienceMs);
  try {
    const response = await fetch(url, {
      signal: stop.signal,
      headers: { 'accept-encoding': 'identity' }, // content-length then counts what arrives
    });
    if (!response.ok) throw new BestiaryError('unavailable', `${host} answered ${response.status}`);
    const chunks: Uint8Array[] = [];
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk as Uint8Array);
      timer.refresh();
    }
    const bytes = Buffer.concat(chunks);
    const announced = Number(response.headers.get('content-length') ?? bytes.length);
    if (announced !== bytes.length)
      throw new BestiaryError('integrity', `${host} sent ${bytes.length} of ${announced} bytes`);
    return bytes;
  } catch (error) {
    if (error instanceof BestiaryError) throw error;
    throw new BestiaryError('unavailable', `no answer from ${host}`, { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** Written beside its place and moved there, so that no reader meets half a file. A full disk costs the next run a download, no more. */
async function keep(folder: string, name: string, bytes: Buffer): Promise<void> {
  const partial = join(folder, `.${name}.${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(partial, bytes);
    await writeFile(join(folder, `${name}.sha256`), sha256Of(bytes));
    await rename(partial, join(folder, name));
  } catch {
    await rm(partial, { force: true }).catch(() => undefined);
  }
}

function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
