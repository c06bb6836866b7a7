import type { BadImage } from '@bestiary/datasets/bad-image';
import { loadBatches, type CheckedImage } from '@bestiary/datasets/batches';
import type { ImageFile } from '@bestiary/datasets/image-folder';
import type { ResizeMode } from '@bestiary/datasets/resize';
import type { OpenedBackbone } from '@bestiary/models/engine';
import { ENGINES, engineOfEnvironment, type Engine } from '@bestiary/models/engines';
import type { BackboneWeights } from '@bestiary/models/backbone-weights';
import { FeatureCache } from '@bestiary/models/feature-cache';
import { foldGraph } from '@bestiary/models/folded-graph';
import { featureCount } from '@bestiary/models/layer-graph';

/** Images that go through the backbone together. */
const BATCH_SIZE = 32;

export interface FeatureRequest {
  files: readonly ImageFile[];
  weights: BackboneWeights;
  resize: ResizeMode;
  /** absent means the fastest that works here */
  engine: Engine | undefined;
  /** `null` keeps nothing between runs */
  cacheFolder: string | null;
  /** a bad image stops the computing, though not the checking of the others */
  skipBad: boolean;
  signal: AbortSignal;
  onProgress: (done: number, total: number) => void;
  onWarning: (warning: string) => void;
}

/** The features of every good image of a folder. */
export interface ImageFeatures {
  engine: Engine;
  /** in the order of the files */
  images: CheckedImage[];
  /** in the order of the files; when there are any and `skipBad` is off, features are not complete */
  bad: BadImage[];
  /** `[images, width]` */
  features: Float32Array;
  width: number;
  /** images whose features were on disk */
  hits: number;
  /** images whose features were computed */
  misses: number;
}

/**
 * Checks every image and brings its features together: from the cache, else from the backbone, which computes one batch
 * while the next are decoded on another thread. The engine is loaded only when something has to be computed.
 *
 * @throws BestiaryError `invalid_input` for weights that don't fit, `cancelled` when the signal fires
 */
export async function computeFeatures(request: FeatureRequest): Promise<ImageFeatures> {
  const result = await pass(request, request.engine ?? engineOfEnvironment() ?? ENGINES[0]);
  return 'use' in result ? ((await pass(request, result.use)) as ImageFeatures) : result;
}

/** One pass over the files with the cache of one engine; says which to use instead when that one can't be loaded. */
async function pass(request: FeatureRequest, engine: Engine): Promise<ImageFeatures | { use: Engine }> {
  const { files, weights, resize, signal } = request;
  const width = featureCount(weights.spec);
  const cache = request.cacheFolder === null ? null : await openCache(request.cacheFolder, request, engine);
  const known = new Set(cache?.images());
  const backbone = lazily(() => open(request));
  // while the first images are read: parsing and checking weights takes the main thread some tenths of a second
  const loaded = nextTurn().then(async () => {
    await (known.size === 0 ? backbone() : weights.load());
  });
  loaded.catch(() => undefined);

  const images: CheckedImage[] = [];
  const bad: BadImage[] = [];
  const features = new Float32Array(files.length * width);
  const firstRow = new Map<string, number>(); // of each content that was computed
  let hits = 0;
  const options = { size: weights.spec.inputSize, batchSize: BATCH_SIZE, resize, known, signal };
  try {
    for await (const batch of loadBatches(files, options)) {
      await loaded;
      bad.push(...batch.bad);
      const computed = new Map<string, Float32Array>();
      if (batch.decoded.length > 0 && (bad.length === 0 || request.skipBad)) {
        const opened = await backbone();
        if (opened.engine !== engine) return { use: opened.engine };
        const rows = await opened.backbone.features(batch.pixels);
        for (const [i, { sha256 }] of batch.decoded.entries()) {
          const row = rows.subarray(i * width, (i + 1) * width);
          computed.set(sha256, row);
          await cache?.add(sha256, row);
        }
      }
      for (const image of batch.images) {
        const row = images.push(image) - 1;
        const fresh = computed.get(image.sha256);
        if (fresh) {
          features.set(fresh, row * width);
          firstRow.set(image.sha256, row);
        } else if (cache?.copy(image.sha256, features, row * width)) {
          hits += 1;
        } else {
          const same = (firstRow.get(image.sha256) ?? row) * width;
          features.copyWithin(row * width, same, same + width);
        }
      }
      request.onProgress(images.length + bad.length, files.length);
      signal.throwIfAborted();
    }
  } finally {
    await cache?.flush(); // also when it was cancelled: what was computed need not be computed again
  }
  if (cache?.warning !== undefined) request.onWarning(cache.warning);
  return {
    engine,
    images,
    bad,
    features: features.subarray(0, images.length * width),
    width,
    hits,
    misses: images.length - hits,
  };
}

function openCache(
  folder: string,
  { weights, resize }: FeatureRequest,
  engine: Engine,
): Promise<FeatureCache> {
  const { spec, sha256 } = weights;
  return FeatureCache.open(folder, {
    backbone: spec.name,
    weightsSha256: sha256,
    inputSize: spec.inputSize,
    preprocessing: `${resize};${spec.preprocessing.id}`,
    backend: engine,
    featureCount: featureCount(spec),
  });
}

async function open({ weights, engine, onWarning }: FeatureRequest): Promise<OpenedBackbone> {
  const { spec } = weights;
  const { openBackbone } = await import('@bestiary/models/engine'); // only when something has to be computed
  const opened = await openBackbone(spec, foldGraph(spec, await weights.load()), engine);
  if (opened.warning !== undefined) onWarning(opened.warning);
  return opened;
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
