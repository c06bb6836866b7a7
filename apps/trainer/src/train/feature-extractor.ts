import type { BadImage } from '@bestiary/datasets/bad-image';
import { loadBatches, type CheckedImage } from '@bestiary/datasets/batches';
import type { ImageFile } from '@bestiary/datasets/image-folder';
import type { ResizeMode } from '@bestiary/datasets/resize';
import type { Backbone } from '@bestiary/models/backbone';
import type { BackboneWeights } from '@bestiary/models/backbone-weights';
import type { OpenedBackbone } from '@bestiary/models/engine';
import { ENGINES, engineOfEnvironment, type Engine } from '@bestiary/models/engines';
import { FeatureCache } from '@bestiary/models/feature-cache';
import { featureCount } from '@bestiary/models/layer-graph';

/** Images that go through the backbone together. */
export const FEATURE_BATCH = 32;

export interface ExtractorOptions {
  weights: BackboneWeights;
  resize: ResizeMode;
  /** absent means the fastest that works here */
  engine: Engine | undefined;
  /** `null` keeps nothing between runs */
  cacheFolder: string | null;
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
  /** in the order of the files */
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
    const result = await this.#pass(files, options);
    if (result !== 'another engine') return result;
    return (await this.#pass(files, options)) as ImageFeatures;
  }

  /** The network itself, for pixels that are in no cache. */
  async backbone(): Promise<Backbone> {
    const { backbone, engine } = await this.#open();
    this.#engine = engine;
    return backbone;
  }

  /** The cache of the engine in use; `variant` names how images are changed before they go in. */
  async openCache(variant = ''): Promise<FeatureCache | null> {
    const { cacheFolder, weights, resize } = this.#options;
    if (cacheFolder === null) return null;
    const { spec, sha256 } = weights;
    return FeatureCache.open(cacheFolder, {
      backbone: spec.name,
      weightsSha256: sha256,
      inputSize: spec.inputSize,
      preprocessing: `${resize};${spec.preprocessing.id}${variant}`,
      backend: this.#engine,
      featureCount: this.width,
    });
  }

  /** Frees the network, when it was loaded. */
  async dispose(): Promise<void> {
    (await this.#opened?.catch(() => undefined))?.backbone.dispose();
    this.#opened = undefined;
  }

  /** One pass over the files with the cache of one engine; begins anew when that engine turns out not to work here. */
  async #pass(
    files: readonly ImageFile[],
    { skipBad, onProgress }: ExtractOptions,
  ): Promise<ImageFeatures | 'another engine'> {
    const { weights, resize, signal, onWarning } = this.#options;
    const { width } = this;
    const cache = await this.openCache();
    const known = new Set(cache?.images());
    // while the first images are read: weights that have not been folded before take the main thread some tenths of a second
    const loaded = nextTurn().then(async () => {
      await (known.size === 0 ? this.#open() : weights.folded());
    });
    loaded.catch(() => undefined);

    const images: CheckedImage[] = [];
    const bad: BadImage[] = [];
    const features = new Float32Array(files.length * width);
    const firstRow = new Map<string, number>(); // of each content that was computed
    let hits = 0;
    const options = { size: weights.spec.inputSize, batchSize: FEATURE_BATCH, resize, known, signal };
    try {
      for await (const batch of loadBatches(files, options)) {
        await loaded;
        bad.push(...batch.bad);
        const computed = new Map<string, Float32Array>();
        if (batch.decoded.length > 0 && (bad.length === 0 || skipBad)) {
          const { backbone, engine } = await this.#open();
          if (engine !== this.#engine) {
            this.#engine = engine;
            return 'another engine';
          }
          const rows = await backbone.features(batch.pixels);
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
        onProgress(images.length + bad.length, files.length);
        signal.throwIfAborted();
      }
    } finally {
      await cache?.flush(); // also when it was cancelled: what was computed need not be computed again
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
    const { weights, engine, onWarning } = this.#options;
    const { openBackbone } = await import('@bestiary/models/engine'); // engines take a while to load
    const opened = await openBackbone(weights.spec, await weights.folded(), engine);
    if (opened.warning !== undefined) onWarning(opened.warning);
    return opened;
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
