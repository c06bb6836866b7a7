import { drawView } from '@bestiary/datasets/augment/augmentation';
import { ResizedImages } from '@bestiary/datasets/augment/resized-images';
import { ViewPainter } from '@bestiary/datasets/augment/view-painter';
import type { CheckedImage } from '@bestiary/datasets/batches';
import { FineTuning } from '@bestiary/models/fine-tuning';
import { foldGraph, type FoldedGraph } from '@bestiary/models/folded-graph';
import { predict, type Head } from '@bestiary/models/head';
import type { LabelledImages } from '@bestiary/models/labelled-images';
import type { Optimizer } from '@bestiary/models/optimizer';
import type { TrainingSnapshot } from '@bestiary/models/training-snapshot';
import { toMetrics, type EpochMetrics } from './fit.ts';
import { headTrainingOptions, optimizerOf } from './head-settings.ts';
import type { PreparedTraining } from './prepare.ts';
import type { TrainConfig } from './train-config.ts';

/** What a fine-tuning needs to go on as if it had not stopped. */
export interface FineTuneSnapshot {
  /** every epoch so far */
  history: readonly EpochMetrics[];
  training: TrainingSnapshot;
}

export interface FineTuneOptions {
  /** layer, or its place in the list of layers: see `cutGraph` */
  from: string;
  snapshot: FineTuneSnapshot | undefined;
  signal: AbortSignal;
  /** told after each epoch, counted from 0 within the fine-tuning */
  onEpoch: (epoch: number, metrics: EpochMetrics, snapshot: () => FineTuneSnapshot) => Promise<void>;
}

/** The backbone with its upper layers trained, and what it makes of the images. */
export interface FineTuned {
  history: readonly EpochMetrics[];
  stoppedEarly: boolean;
  /** from 0 */
  bestEpoch: number | undefined;
  head: Head;
  /** the head's part of the optimizer */
  optimizer: Optimizer;
  folded: FoldedGraph;
  /** `[images, classes]` */
  probabilities: { training: Float32Array; validation: Float32Array; test: Float32Array | null };
}

/** The rate of the classic tutorial: a tenth of the head's. */
const SLOWER = 0.1;

/**
 * Trains the upper layers of the backbone on, together with a head that has converged.
 *
 * @throws BestiaryError `unavailable` without native TensorFlow, `invalid_input` for a layer that is not there, `diverged`, or the
 *   signal's reason
 */
export async function fineTune(
  prepared: PreparedTraining,
  head: Head,
  config: TrainConfig,
  { from, snapshot, signal, onEpoch }: FineTuneOptions,
): Promise<FineTuned> {
  const { weights, images, rows, partition, test, folder } = prepared;
  const { spec } = weights;
  const [part] = partition.parts;
  const training = labelled(part!.training, images, rows.labels, config);
  const validation = labelled(part!.validation, images, rows.labels, config);
  const learningRate = config.fineTuneLearningRate ?? SLOWER * config.learningRate;
  const tuning = await FineTuning.begin(
    spec,
    await weights.load(),
    head,
    (parameterCount) => optimizerOf({ ...config, learningRate }, parameterCount),
    {
      ...headTrainingOptions(config, training.labels, folder.classNames.length),
      epochs: config.fineTuneEpochs,
      schedule: { kind: 'constant' },
      from,
    },
    snapshot?.training,
  );
  try {
    const history = [...(snapshot?.history ?? [])];
    while (!tuning.done) {
      const epoch = tuning.epoch;
      const views = config.augment ? training.views(epoch) : training;
      const metrics = toMetrics(await tuning.nextEpoch(views, validation, signal));
      history.push(metrics);
      await onEpoch(epoch, metrics, () => ({ history: [...history], training: tuning.snapshot() }));
      signal.throwIfAborted();
    }
    tuning.finish();
    const tuned = tuning.head;
    const probabilitiesOf = async (of: LabelledImages) => predict(tuned, await tuning.features(of, signal));
    const tested =
      test &&
      labelled(
        test.images.map((_, i) => i),
        test.images,
        test.rows.labels,
        config,
      );
    return {
      history,
      stoppedEarly: tuning.stoppedEarly,
      bestEpoch: tuning.bestEpoch,
      head: tuned,
      optimizer: headOptimizer(tuning.snapshot(), tuned.parameters.length, { ...config, learningRate }),
      folded: foldGraph(spec, tuning.weights()),
      probabilities: {
        training: await probabilitiesOf(training),
        validation: await probabilitiesOf(validation),
        test: tested && (await probabilitiesOf(tested)),
      },
    };
  } finally {
    tuning.dispose();
  }
}

/** Some images of a list, read when they are needed; `views` are their varied forms in one epoch. */
function labelled(
  wanted: readonly number[],
  images: readonly CheckedImage[],
  labels: Int32Array,
  { imageSize: size, resize, augment, seed, epochs }: TrainConfig,
): LabelledImages & { views(epoch: number): LabelledImages } {
  const chosen = wanted.map((row) => images[row]!);
  const resized = new ResizedImages(chosen, size, resize);
  const painter = new ViewPainter(size);
  const length = size * size * 3;
  const read = async (rows: Int32Array, paint: (pixels: Float32Array, row: number) => void) => {
    const pixels = new Float32Array(rows.length * length);
    const sources = await Promise.all(Array.from(rows, (row) => resized.load(row)));
    for (const [i, source] of sources.entries()) {
      const image = pixels.subarray(i * length, (i + 1) * length);
      image.set(source);
      paint(image, rows[i]!);
    }
    return pixels;
  };
  const base = { labels: Int32Array.from(wanted, (row) => labels[row]!) };
  return {
    ...base,
    constant: true,
    read: (rows) => read(rows, () => undefined),
    views: (epoch) => ({
      ...base,
      constant: false,
      read: (rows) =>
        read(rows, (pixels, row) =>
          // the head has seen the views of the epochs before
          painter.paint(
            pixels,
            drawView(augment!, { seed, image: chosen[row]!.sha256, number: epochs + epoch }),
          ),
        ),
    }),
  };
}

/** The end of the optimizer's state is that of the head. */
function headOptimizer({ optimizer }: TrainingSnapshot, length: number, config: TrainConfig): Optimizer {
  const ofHead = optimizerOf(config, length);
  ofHead.iterations = optimizer.iterations;
  for (const [name, numbers] of optimizer.slots) ofHead.slots.get(name)?.set(numbers.subarray(-length));
  return ofHead;
}
