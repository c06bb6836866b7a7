import { backboneByName } from './backbones.ts';
import { type Classifier, type ClassifierMetadata } from './classifier.ts';
import { openBackbone } from './engine.ts';
import { foldGraph } from './folded-graph.ts';
import { newHead } from './head.ts';
import { HeadTraining } from './head-training.ts';
import { featureCount } from './layer-graph.ts';
import { newOptimizer, type OptimizerSettings } from './new-optimizer.ts';
import { type Optimizer, type OptimizerName } from './optimizer.ts';
import { Random } from './random.ts';
import { randomWeights } from './random-weights.test.ts';

export interface SmallClassifier {
  classes?: number;
  backbone?: string;
  inputSize?: number;
  hidden?: readonly number[];
  optimizer?: OptimizerName;
  settings?: Omit<OptimizerSettings, 'learningRate'>;
  resize?: ClassifierMetadata['preprocessing']['resize'];
}

/** Its optimizer is alive. */
export type TrainableClassifier = Classifier & { readonly optimizer: Optimizer };

/** A classifier for a test: random, its optimizer a few steps on its way. */
export function smallClassifier({
  classes = 2,
  backbone = 'mobilenet_v2_0.35',
  inputSize = 64,
  hidden = [],
  optimizer: name = 'adam',
  settings,
  resize = 'stretch',
}: SmallClassifier = {}): TrainableClassifier {
  const spec = backboneByName(backbone, inputSize);
  const head = newHead(featureCount(spec), classes, 2, hidden);
  const optimizer = newOptimizer(name, head.parameters.length, { learningRate: 1e-3, ...settings });
  const random = new Random(5);
  for (let step = 0; step < 3; step++) {
    optimizer.step(
      head.parameters,
      head.parameters.map(() => random.normal()),
    );
  }
  return {
    spec,
    folded: foldGraph(spec, randomWeights(spec, 4)),
    head,
    optimizer,
    dropout: 0,
    metadata: {
      classNames: Array.from({ length: classes }, (_, i) => `class ${i}`),
      threshold: 0.5,
      preprocessing: {
        imageSize: inputSize,
        resize,
        interpolation: 'bilinear',
        pixels: '0..255',
        scaledInModel: spec.preprocessing.id,
      },
      provenance: {
        runId: 'a run',
        datasetSha256: 'd',
        weightsSha256: 'w',
        weightsName: 'random',
        bestiaryVersion: '0',
        createdAt: '2026-01-01T00:00:00Z',
      },
    },
  };
}

/** Images and labels to go on with: two epochs of batches of two, in order. */
export const FURTHER = { epochs: 2, batchSize: 2, count: 6 } as const;

/** `0, 1, …` over the classes. */
export function furtherLabels({ head }: Classifier): number[] {
  return Array.from({ length: FURTHER.count }, (_, i) => i % head.classes);
}

/** Trains the head on, as the trainer does: what other programs must come to from the same state. */
export async function trainFurther(
  { spec, folded, head, optimizer }: TrainableClassifier,
  images: Float32Array,
  labels: readonly number[],
): Promise<void> {
  const { backbone } = await openBackbone(spec, folded, 'tensorflow');
  const data = { features: await backbone.features(images), labels: Int32Array.from(labels) };
  backbone.dispose();
  const training = new HeadTraining(head, optimizer, { ...FURTHER, dropout: 0, seed: 1, shuffle: false });
  while (!training.done) training.nextEpoch(data, data);
}

/** `[count, size, size, 3]`, whole numbers 0..255. */
export function randomImages(size: number, count: number): Float32Array {
  const random = new Random(8);
  return Float32Array.from({ length: count * size * size * 3 }, () => random.below(256));
}
