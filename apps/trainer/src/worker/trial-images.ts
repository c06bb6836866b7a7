import { uuidv7, type Id } from '@bestiary/contracts/id';
import { createApiClient } from '@bestiary/tracking/api-client';
import { untilAnswered } from '@bestiary/tracking/until-answered';
import type { Progress } from '../terminal/progress.ts';
import {
  divideImages,
  gatherImages,
  inManifest,
  type GatheredImages,
  type PreparedTraining,
} from '../train/prepare.ts';
import { Stopwatch } from '../train/stopwatch.ts';
import type { TrainConfig } from '../train/train-config.ts';

/** Features that are kept in memory between trials, in bytes; those of the last trial stay in any case. */
const KEPT_BYTES = 512 * 2 ** 20;
/** Ways to divide one set of images that are remembered. */
const KEPT_DIVISIONS = 100;

/** What decides the features, and what decides how images are divided. */
const FEATURES = [
  ...(['data', 'testData', 'skipBad', 'backbone', 'alpha', 'weights'] as const),
  ...(['imageSize', 'resize', 'backend', 'deterministic', 'split', 'cache', 'cacheDir'] as const),
];
const DIVISION = ['split', 'seed', 'validationSplit', 'folds', 'testSplit', 'testSeed'] as const;

interface Gathered {
  images: GatheredImages;
  divisions: Map<string, PreparedTraining>;
}

/**
 * What trials have in common, done once: the listing of a folder, checking its images, their features, how they are divided, and telling the
 * server of them.
 */
export class TrialImages {
  readonly #serverUrl: string;
  readonly #progress: Progress;
  readonly #signal: AbortSignal;
  readonly #gathered = new Map<string, Gathered>();
  readonly #registered = new Map<string, Promise<Id>>();

  constructor(options: { serverUrl: string; progress: Progress; signal: AbortSignal }) {
    this.#serverUrl = options.serverUrl;
    this.#progress = options.progress;
    this.#signal = options.signal;
  }

  /**
   * @param sweepId each sweep looks at the folders anew
   * @throws BestiaryError for everything that is wrong with folders, images, weights or settings
   */
  async prepare(sweepId: Id, config: TrainConfig): Promise<PreparedTraining> {
    const { images, divisions } = await this.#gather(sweepId, config);
    const key = keyOf(config, DIVISION);
    const known = divisions.get(key) ?? divideImages(images, config);
    keepLast(divisions, key, known);
    if (divisions.size > KEPT_DIVISIONS) divisions.delete(divisions.keys().next().value!);
    return known;
  }

  /** The data set as the server knows it. Whoever asks first has it registered. */
  registered(prepared: PreparedTraining): { id: Promise<Id>; isNew: boolean } {
    const { manifestSha256, folder, splits } = prepared;
    const known = this.#registered.get(manifestSha256);
    if (known) return { id: known, isNew: false };
    const dataset = {
      id: uuidv7(),
      name: folder.name,
      manifestSha256,
      classNames: [...folder.classNames],
      images: splits.map(inManifest),
    };
    const api = createApiClient(this.#serverUrl);
    const registering = untilAnswered(() => api.datasets.register.mutate(dataset), this.#signal).then(
      ({ id }) => id,
    );
    this.#registered.set(manifestSha256, registering);
    registering.catch(() => this.#registered.delete(manifestSha256)); // the next trial tries again
    return { id: registering, isNew: true };
  }

  async dispose(): Promise<void> {
    for (const { images } of this.#gathered.values()) await images.extractor.dispose();
    this.#gathered.clear();
  }

  async #gather(sweepId: Id, config: TrainConfig): Promise<Gathered> {
    const key = `${sweepId} ${keyOf(config, FEATURES)}`;
    const known = this.#gathered.get(key) ?? {
      images: await gatherImages({
        config,
        progress: this.#progress,
        watch: new Stopwatch(),
        signal: this.#signal,
      }),
      divisions: new Map<string, PreparedTraining>(),
    };
    keepLast(this.#gathered, key, known);
    while (this.#gathered.size > 1 && this.#bytes() > KEPT_BYTES) {
      const [oldest, { images }] = this.#gathered.entries().next().value!;
      this.#gathered.delete(oldest);
      await images.extractor.dispose();
    }
    return known;
  }

  #bytes(): number {
    let sum = 0;
    for (const { images } of this.#gathered.values())
      sum += images.rows.features.byteLength + (images.testFolder?.rows.features.byteLength ?? 0);
    return sum;
  }
}

function keyOf(config: TrainConfig, names: readonly (keyof TrainConfig)[]): string {
  return JSON.stringify(names.map((name) => config[name] ?? null));
}

/** Maps keep the order in which entries came: the one that was used last goes to the end. */
function keepLast<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
}
