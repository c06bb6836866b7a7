import { kerasSplit } from '@bestiary/datasets/keras-split';
import { scanImageFolder } from '@bestiary/datasets/image-folder';
import { loadImages } from '@bestiary/datasets/load-images';
import { Adam } from '@bestiary/models/adam';
import { loadBackend } from '@bestiary/models/backend';
import { foldGraph } from '@bestiary/models/folded-graph';
import { newHead } from '@bestiary/models/head';
import { type LabelledFeatures, trainHead } from '@bestiary/models/head-training';
import { readKerasWeights } from '@bestiary/models/keras-weight-file';
import { mobileNetV2 } from '@bestiary/models/mobilenet-v2';
import { tfjsBackbone } from '@bestiary/models/tfjs-backbone';
import { trainableWeights } from '@bestiary/models/trainable-graph';
import { checkWeights, type WeightMap } from '@bestiary/models/weight-map';
import { calibratedWeights } from './calibrate.ts';
import { randomWeights } from './initial-weights.ts';
import { packParameters } from './parameter-vector.ts';
import { drawBatch } from './picture-batch.ts';
import { HELD_OUT_SHAPES } from './shape.ts';
import { shapeLabel, TASKS, type TaskName, textureLabel, TRAINING_VOCABULARY } from './task.ts';
import { HELD_OUT_TEXTURES } from './texture.ts';
import { ALPHA, backboneParameters } from './trainer.ts';

/** Accuracy of a linear head on one set of pictures, on the trained backbone's features and on a random one's. */
export interface TransferResult {
  readonly set: string;
  readonly classes: number;
  readonly training: number;
  readonly test: number;
  readonly trained: number;
  readonly random: number;
}

export interface EvaluateOptions {
  readonly weights: string;
  /** folders of images, one sub-folder a class */
  readonly folders: readonly string[];
  readonly size: number;
  readonly seed: number;
}

const BATCH_SIZE = 32;
/** a run's defaults */
const HEAD = { epochs: 20, batchSize: 1, learningRate: 1e-4, dropout: 0.2 };
const SPLIT = { seed: 123, validationSplit: 0.2 };
const HELD_OUT_SCENES = 0.5;
const HELD_OUT_TRAINING = 1_200;
const HELD_OUT_TEST = 600;

/** What the pictures of a set are, and which class each belongs to: `[n, size, size, 3]`, 0 to 255. */
interface LabelledImages {
  readonly count: number;
  readonly pixels: Float32Array;
  readonly labels: Int32Array;
}

/** Measures how well frozen features serve for classes that the backbone was not trained on. Yields set by set. */
export async function* evaluateTransfer(options: EvaluateOptions): AsyncGenerator<TransferResult> {
  const { size, seed } = options;
  const trained = await readKerasWeights(options.weights);
  checkWeights(mobileNetV2(ALPHA, size), trained, options.weights);
  const parameters = packParameters(
    backboneParameters(),
    randomWeights(trainableWeights(mobileNetV2(ALPHA, size)), seed),
  );
  const random = calibratedWeights(parameters, { size, pictures: 256, seed });

  const compare = async (
    set: string,
    classes: number,
    training: LabelledImages,
    test: LabelledImages,
  ): Promise<TransferResult> => {
    const accuracy = async (weights: WeightMap): Promise<number> =>
      headAccuracy(await extract(training, weights, size), await extract(test, weights, size), classes, seed);
    return {
      set,
      classes,
      training: training.count,
      test: test.count,
      trained: await accuracy(trained),
      random: await accuracy(random),
    };
  };

  const heldOut = [
    { task: 'shape', classes: HELD_OUT_SHAPES.map(shapeLabel) },
    { task: 'texture', classes: HELD_OUT_TEXTURES.map(textureLabel) },
  ] as const;
  for (const { task, classes } of heldOut) {
    const training = heldOutPictures(task, classes, { first: 0, count: HELD_OUT_TRAINING, size, seed });
    const test = heldOutPictures(task, classes, { first: 10_000, count: HELD_OUT_TEST, size, seed });
    yield await compare(`held-out ${task}s`, classes.length, training, test);
  }
  for (const folder of options.folders) {
    const { name, classNames, files } = await scanImageFolder(folder);
    const { training, validation } = kerasSplit(files, SPLIT);
    yield await compare(
      name,
      classNames.length,
      await readImages(training, size),
      await readImages(validation, size),
    );
  }
}

function heldOutPictures(
  task: TaskName,
  classes: readonly number[],
  options: { first: number; count: number; size: number; seed: number },
): LabelledImages {
  const vocabulary = {
    shapes: HELD_OUT_SHAPES,
    textures: HELD_OUT_TEXTURES,
    grounds: TRAINING_VOCABULARY.grounds,
  };
  const batch = drawBatch({ ...options, vocabulary, sceneShare: HELD_OUT_SCENES });
  const row = TASKS.findIndex(({ name }) => name === task);
  const labels = batch.labels
    .subarray(row * batch.count, (row + 1) * batch.count)
    .map((label) => classes.indexOf(label));
  return keep({ count: batch.count, pixels: Float32Array.from(batch.pixels), labels }, (label) => label >= 0);
}

/** The pictures whose label passes. */
function keep(images: LabelledImages, passes: (label: number) => boolean): LabelledImages {
  const length = images.pixels.length / images.count;
  const kept = Array.from(images.labels.keys()).filter((i) => passes(images.labels[i]!));
  const pixels = new Float32Array(kept.length * length);
  kept.forEach((from, to) =>
    pixels.set(images.pixels.subarray(from * length, (from + 1) * length), to * length),
  );
  return { count: kept.length, pixels, labels: Int32Array.from(kept, (i) => images.labels[i]!) };
}

async function readImages(files: Parameters<typeof loadImages>[0], size: number): Promise<LabelledImages> {
  const length = size * size * 3;
  const pixels = new Float32Array(files.length * length);
  const labels = new Int32Array(files.length);
  let count = 0;
  for await (const batch of loadImages(files, { size, batchSize: BATCH_SIZE })) {
    pixels.set(batch.pixels, count * length);
    for (const image of batch.decoded) labels[count++] = image.label;
  }
  return { count, pixels: pixels.subarray(0, count * length), labels: labels.subarray(0, count) };
}

/** Trains a head on the features of `training`; its accuracy on `test` after the last epoch. */
function headAccuracy(
  training: LabelledFeatures & { width: number },
  test: LabelledFeatures,
  classes: number,
  seed: number,
): number {
  const head = newHead(training.width, classes, seed);
  const adam = new Adam(head.parameters.length, HEAD.learningRate);
  let accuracy = 0;
  for (const figures of trainHead(head, adam, training, test, { ...HEAD, seed })) {
    accuracy = figures.validationAccuracy;
  }
  return accuracy;
}

/** The frozen features of the images, as a run of the product computes them. */
async function extract(
  images: LabelledImages,
  weights: WeightMap,
  size: number,
): Promise<LabelledFeatures & { width: number }> {
  const spec = mobileNetV2(ALPHA, size);
  const backbone = tfjsBackbone(spec, foldGraph(spec, weights), await loadBackend());
  const width = backbone.featureCount;
  const features = new Float32Array(images.count * width);
  const length = size * size * 3;
  for (let from = 0; from < images.count; from += BATCH_SIZE) {
    const pixels = images.pixels.subarray(from * length, (from + BATCH_SIZE) * length);
    features.set(await backbone.features(pixels), from * width);
  }
  backbone.dispose();
  return { width, features, labels: images.labels };
}
