import { join } from 'node:path';
import type { BadImage } from '@bestiary/datasets/bad-image';
import { loadBatches, type CheckedImage, type ImageBatch } from '@bestiary/datasets/batches';
import type { ImageFile } from '@bestiary/datasets/image-folder';
import { MeasureCache } from '@bestiary/datasets/measure-cache';
import type { ResizeMode } from '@bestiary/datasets/resize';
import type { Backbone } from '@bestiary/models/backbone';
import type { BackboneWeights } from '@bestiary/models/backbone-weights';
import { constantBatches } from '@bestiary/models/constant-batches';
import type { OpenedBackbone } from '@bestiary/models/engine';
import { ENGINES, engineOfEnvironment, type Engine } from '@bestiary/models/engines';
import { FeatureCache } from '@bestiary/models/feature-cache';
import { featureCount } from '@bestiary/models/layer-graph';
import { FileLock } from './file-lock.ts';

/** Images that go through the backbone together. */
export const FEATURE_BATCH = 32;

export interface ExtractorOptions {
  weights: BackboneWeights;
  resize: ResizeMode;
  /** absent means the fastest that works here */
  engine: Engine | undefined;
  /** `null` keeps nothing between runs */
  cacheFolder: string | null;
  /** features are the same bits whichever images are computed together: a short batch is filled up */
  deterministic: boolean;
  signal: AbortSignal;
  onWarning: (warning: string) => void;
}

export interface ExtractOptions {
  /** a bad image stops the computing, though not the checking of the others */
  skipBad: boolean;
  onProgress: (done: number, total: number) => void;
}

/** The features of every good image of a folder. */
export interface ImageFeatures {
  /** in the order of the files, with their measures */
  images: CheckedImage[];
  /** in the order of the files; when there are any and `skipBad` is off, features are not complete */
  bad: BadImage[];
  /** `[images, width]` */
  features: Float32Array;
  /** images whose features were on disk */
  hits: number;
  /** images whose features were computed */
  misses: number;
}

/**
 * Brings features together: from the cache, else from the frozen backbone, which computes one batch while the next are decoded on
 * another thread. The engine is loaded only when something has to be computed.
 */
export class FeatureExtractor {
  readonly #options: ExtractorOptions;
  #engine: Engine;
  #opened: Promise<OpenedBackbone> | undefined;

  constructor(options: ExtractorOptions) {
    this.#options = options;
    this.#engine = options.engine ?? engineOfEnvironment() ?? ENGINES[0];
  }

  /** what computed the features, here or in the run that left them in the cache */
  get engine(): Engine {
    return this.#engine;
  }

  /** length of a feature vector */
  get width(): number {
    return featureCount(this.#options.weights.spec);
  }

  /**
   * Checks every image and brings its features together.
   *
   * @throws BestiaryError `invalid_input` for weights that don't fit, `cancelled` when the signal fires
   */
  async extract(files: readonly ImageFile[], options: ExtractOptions): Promise<ImageFeatures> {
    const lock = new ComputeLock(this.#options);
    try {
      for (;;) {
        const result = await this.#pass(files, options, lock);
        if (result !== 'anew') return result;
      }
    } finally {
      await lock.release();
    }
  }

  /** The network itself, for pixels that are in no cache. */
  async backbone(): Promise<Backbone> {
    const { backbone, engine } = await this.#open();
    this.#engine = engine;
    return backbone;
  }

  /** The cache of the engine in use; `variant` names how images are changed before they go in. */
  async openCache(variant = ''): Promise<FeatureCache | null> {
    const { cacheFolder, weights, resize, deterministic } = this.#options;
    if (cacheFolder === null) return null;
    const { spec, sha256 } = weights;
    return FeatureCache.open(cacheFolder, {
      backbone: spec.name,
      weightsSha256: sha256,
      inputSize: spec.inputSize,
      preprocessing: `${resize};${spec.preprocessing.id}${variant}`,
      batches: deterministic ? `${FEATURE_BATCH}` : 'any',
      backend: this.#engine,
      featureCount: this.width,
    });
  }

  /** Frees the network, when it was loaded. */
  async dispose(): Promise<void> {
    (await this.#opened?.catch(() => undefined))?.backbone.dispose();
    this.#opened = undefined;
  }

  /**
   * One pass over the files with the cache of one engine. It must begin anew when that engine turns out not to work here, and when another
   * process has computed features since the cache was opened.
   */
  async #pass(
    files: readonly ImageFile[],
    { skipBad, onProgress }: ExtractOptions,
    lock: ComputeLock,
  ): Promise<ImageFeatures | 'anew'> {
    const { weights, resize, cacheFolder, signal, onWarning } = this.#options;
    const { width } = this;
    const cache = await this.openCache();
    const measured = cacheFolder === null ? null : await MeasureCache.open(cacheFolder);
    const stored = [...(cache?.images() ?? [])];
    const known = new Set(stored.filter((sha256) => measured?.get(sha256)));
    // while the first images are read: weights that have not been folded before take the main thread some tenths of a second
    const loaded = nextTurn().then(async () => {
      await (stored.length === 0 ? this.#open() : weights.folded());
    });
    loaded.catch(() => undefined);

    const images: CheckedImage[] = [];
    const bad: BadImage[] = [];
    const features = new Float32Array(files.length * width);
    const firstRow = new Map<string, number>(); // of each content that was computed
    let hits = 0;
    const options = {
      size: weights.spec.inputSize,
      batchSize: FEATURE_BATCH,
      resize,
      known,
      measures: true,
      signal,
    };
    try {
      for await (const batch of loadBatches(files, options)) {
        await loaded;
        bad.push(...batch.bad);
        const computed = new Map<string, Float32Array>();
        for (const { sha256, measures } of batch.decoded) measured?.add(sha256, measures!);
        const missing = withoutFeatures(batch, cache);
        if (missing.images.length > 0 && (bad.length === 0 || skipBad)) {
          const { backbone, engine } = await this.#open();
          if (engine !== this.#engine) {
            this.#engine = engine;
            return 'anew';
          }
          if (cache && (await lock.acquire())) {
            const now = await this.openCache();
            if (now && [...now.images()].length > stored.length) return 'anew';
          }
          const rows = await backbone.features(missing.pixels);
          for (const [i, { sha256 }] of missing.images.entries()) {
            const row = rows.subarray(i * width, (i + 1) * width);
            computed.set(sha256, row);
            await cache?.add(sha256, row);
          }
        }
        for (const image of batch.images) {
          const row = images.push({ measures: measured?.get(image.sha256), ...image }) - 1;
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
        onProgress(images.length + bad.length, files.length);
        signal.throwIfAborted();
      }
    } finally {
      await Promise.all([cache?.flush(), measured?.flush()]); // also when it was cancelled: what was computed need not be computed again
    }
    if (cache?.warning !== undefined) onWarning(cache.warning);
    return {
      images,
      bad,
      features: features.subarray(0, images.length * width),
      hits,
      misses: images.length - hits,
    };
  }

  #open(): Promise<OpenedBackbone> {
    return (this.#opened ??= this.#load());
  }

  async #load(): Promise<OpenedBackbone> {
    const { weights, engine, deterministic, onWarning } = this.#options;
    const { openBackbone } = await import('@bestiary/models/engine'); // engines take a while to load
    const opened = await openBackbone(weights.spec, await weights.folded(), engine);
    if (opened.warning !== undefined) onWarning(opened.warning);
    if (!deterministic) return opened;
    return { ...opened, backbone: constantBatches(opened.backbone, FEATURE_BATCH) };
  }
}

/** What has to go through the network: decoded images may have been decoded only to be measured. */
function withoutFeatures({ decoded, pixels }: ImageBatch, cache: FeatureCache | null) {
  const images = decoded.filter(({ sha256 }) => !cache?.has(sha256));
  if (images.length === decoded.length) return { images, pixels };
  const length = pixels.length / decoded.length;
  const rows = decoded.flatMap(({ sha256 }, row) => (cache?.has(sha256) ? [] : [row]));
  const compact = new Float32Array(rows.length * length);
  rows.forEach((row, i) => compact.set(pixels.subarray(row * length, (row + 1) * length), i * length));
  return { images, pixels: compact };
}

/** Lets one process at a time compute for a cache, so that what several want at once is computed once. */
class ComputeLock {
  readonly #options: ExtractorOptions;
  #lock: FileLock | null | undefined;

  constructor(options: ExtractorOptions) {
    this.#options = options;
  }

  /** Waits for it; false where it is held already. */
  async acquire(): Promise<boolean> {
    if (this.#lock !== undefined) return false;
    const { cacheFolder, weights, signal } = this.#options;
    const { name, inputSize } = weights.spec;
    const path = join(cacheFolder!, 'features', `${name}-${inputSize}-${weights.sha256.slice(0, 16)}.lock`);
    this.#lock = await FileLock.acquire(path, signal);
    return true;
  }

  async release(): Promise<void> {
    await this.#lock?.release();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
