import { layerShapes, type LayerGraph, weightTable } from '@bestiary/models/layer-graph';
import { mobileNetV2 } from '@bestiary/models/mobilenet-v2';
import { TrainableGraph } from '@bestiary/models/trainable-graph';
import { type WeightMap } from '@bestiary/models/weight-map';
import tf from '@tensorflow/tfjs-node';
import { drawBatch } from './picture-batch.ts';
import { TRAINING_VOCABULARY } from './task.ts';
import { ALPHA, backboneParameters, imagesOf } from './trainer.ts';

const BATCH_SIZE = 64;
const LAST_NORM = 'Conv_1_bn';
const LAST_RELU = 'out_relu';
/** The pictures that statistics are measured on are none that training saw. */
const CALIBRATION_SEED_OFFSET = 1_000_003;

/**
 * Cuts the flat vector into the backbone's arrays (the heads are left out) and measures batch norm's mean and variance
 * at the size at which the backbone will be used: training, at smaller sizes, keeps no running averages.
 *
 * Training leaves some features a hundred times weaker than others, which a head with one learning rate for all learns
 * late. So each is scaled, in the last batch norm, to reach 6, the most that ReLU6 lets through: no feature is clipped
 * and none says anything else than before.
 *
 * @param parameters the flat vector of `backboneParameters()`
 * @param options.pictures how many to measure on, rounded up to whole batches
 */
export function calibratedWeights(
  parameters: Float32Array,
  options: { size: number; pictures: number; seed: number },
): WeightMap {
  const graph = mobileNetV2(ALPHA, options.size);
  const vectors = new Map<string, Float32Array>();
  let at = 0;
  for (const { key, length } of backboneParameters()) {
    vectors.set(key, parameters.slice(at, at + length));
    at += length;
  }
  const table = weightTable(graph).map((weight) => ({ ...weight, key: `${weight.layer}/${weight.name}` }));
  const tensors = new Map(
    table.flatMap(({ key, shape }) => {
      const values = vectors.get(key);
      return values ? [[key, tf.tensor(values, [...shape])] as const] : [];
    }),
  );

  const peaks = new Float32Array(channelsOf(graph, LAST_RELU));
  const batches = Math.ceil(options.pictures / BATCH_SIZE);
  const add = (key: string, values: Float32Array): void => {
    const sum = vectors.get(key) ?? new Float32Array(values.length);
    for (let i = 0; i < sum.length; i++) sum[i]! += values[i]! / batches;
    vectors.set(key, sum);
  };
  for (let batch = 0; batch < batches; batch++) {
    const pictures = drawBatch({
      seed: options.seed + CALIBRATION_SEED_OFFSET,
      first: batch * BATCH_SIZE,
      count: BATCH_SIZE,
      size: options.size,
      vocabulary: TRAINING_VOCABULARY,
      sceneShare: 0.5,
    });
    tf.tidy(() => {
      const outputs = new TrainableGraph(tf).run(graph, tensors, imagesOf(pictures), {
        kind: 'measure',
        report: (layer, mean, variance) => {
          add(`${layer}/moving_mean`, mean.dataSync<'float32'>());
          add(`${layer}/moving_variance`, variance.dataSync<'float32'>());
        },
      });
      const most = outputs.get(LAST_RELU)!.max([0, 1, 2]).dataSync();
      for (let i = 0; i < peaks.length; i++) peaks[i] = Math.max(peaks[i]!, most[i]!);
    });
  }
  for (const name of ['gamma', 'beta']) {
    const values = vectors.get(`${LAST_NORM}/${name}`)!;
    for (let i = 0; i < values.length; i++) values[i]! *= peaks[i]! > 0 ? 6 / peaks[i]! : 1;
  }
  tf.dispose([...tensors.values()]);

  const weights = new Map<string, Map<string, { shape: readonly number[]; data: Float32Array }>>();
  for (const { layer, name, shape, key } of table) {
    const ofLayer = weights.get(layer) ?? new Map<string, { shape: readonly number[]; data: Float32Array }>();
    weights.set(layer, ofLayer.set(name, { shape, data: vectors.get(key)! }));
  }
  return weights;
}

function channelsOf(graph: LayerGraph, layer: string): number {
  const channels = layerShapes(graph).get(layer)?.at(-1);
  if (channels === undefined) throw new Error(`the graph has no layer "${layer}"`);
  return channels;
}
