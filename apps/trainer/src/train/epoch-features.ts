import { bankFeatures, onlineFeatures } from './augmented-features.ts';
import type { PreparedTraining } from './prepare.ts';
import type { Progress } from '../terminal/progress.ts';
import type { TrainConfig } from './train-config.ts';

/** The features that each epoch is trained on: of the images as they are, of new views each time, or of a bank of views in turn. */
export class EpochFeatures {
  readonly #source: AsyncGenerator<Float32Array | undefined, void, void>;

  constructor(
    prepared: PreparedTraining,
    config: TrainConfig,
    options: { firstEpoch: number; progress: Progress; signal: AbortSignal },
  ) {
    this.#source = sourceOf(prepared, config, options);
  }

  /** `[images, width]`, or undefined for the images as they are. */
  async next(): Promise<Float32Array | undefined> {
    const { value } = await this.#source.next();
    return value ?? undefined;
  }

  /** Ends what is being computed ahead. */
  async close(): Promise<void> {
    await this.#source.return();
  }
}

async function* sourceOf(
  { images, extractor, partition }: PreparedTraining,
  config: TrainConfig,
  { firstEpoch, progress, signal }: { firstEpoch: number; progress: Progress; signal: AbortSignal },
): AsyncGenerator<Float32Array | undefined, void, void> {
  const { augment: augmentation, augmentBank, seed, imageSize: size, resize, epochs } = config;
  if (!augmentation) {
    for (;;) yield undefined;
  }
  const options = {
    rows: Int32Array.from(new Set(partition.parts.flatMap(({ training }) => training))),
    augmentation,
    seed,
    size,
    resize,
    signal,
    onProgress: (done: number, total: number) => progress.step('views', done, total),
  };
  if (augmentBank === undefined) {
    yield* onlineFeatures(images, extractor, { ...options, firstEpoch, epochs });
    return;
  }
  progress.line(
    `a bank of ${augmentBank} views of each image, used in turn: epoch ${augmentBank + 1} sees those of epoch 1 again`,
  );
  const bank = await bankFeatures(images, extractor, augmentBank, options);
  for (let epoch = firstEpoch; ; epoch++) yield bank[epoch % bank.length];
}
