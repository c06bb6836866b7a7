import { BestiaryError } from '@bestiary/contracts/error';
import { mobileNetV2 } from '@bestiary/models/mobilenet-v2';
import { TrainableGraph, trainableWeights, type WeightTensors } from '@bestiary/models/trainable-graph';
import tf from '@tensorflow/tfjs-node';
import { arrangedWeights } from './initial-weights.ts';
import { countRight, multiTaskLoss } from './loss.ts';
import { adamWStep, type OptimiserState } from './optimiser.ts';
import {
  headKeys,
  LOGIT_COUNT,
  packParameters,
  type Parameter,
  parametersOf,
  splitParameters,
  type Tap,
  TAPS,
} from './parameter-vector.ts';
import { type PictureBatch } from './picture-batch.ts';
import { pictureStatistics, STATISTIC_COUNT } from './picture-statistics.ts';
import { type TaskName, TASKS } from './task.ts';

/** Width of the backbone kept in the repository. */
export const ALPHA = 0.35;

/** Of the squared error of the statistics, as much as of all tasks together. */
const STATISTICS_WEIGHT = 6;

/** All that is needed to go on training: three vectors of one length and the number of steps done. */
export interface TrainingState {
  readonly step: number;
  readonly parameters: Float32Array;
  readonly mean: Float32Array;
  readonly square: Float32Array;
}

export interface StepReport {
  readonly loss: number;
  /** of each task, in this batch; NaN where no picture has a label for it */
  readonly accuracy: Record<TaskName, number>;
}

/** The parameters in the order of the flat vector: the same for every picture size. */
export function backboneParameters(): Parameter[] {
  return parametersOf(mobileNetV2(ALPHA, 64));
}

export function initialState(seed: number): TrainingState {
  const graph = mobileNetV2(ALPHA, 64);
  const arrays = arrangedWeights(graph, trainableWeights(graph), seed);
  const parameters = packParameters(backboneParameters(), arrays);
  return {
    step: 0,
    parameters,
    mean: new Float32Array(parameters.length),
    square: new Float32Array(parameters.length),
  };
}

/** Holds the parameters as tensors and changes them step by step. Call `dispose` at the end. */
export class Trainer {
  private readonly parameters = backboneParameters();
  private readonly decayed: tf.Tensor1D;
  private vectors: OptimiserState;
  private step: number;

  constructor(state: TrainingState) {
    this.step = state.step;
    this.vectors = {
      parameters: tf.tensor1d(state.parameters),
      mean: tf.tensor1d(state.mean),
      square: tf.tensor1d(state.square),
    };
    // batch norm's own parameters and the bias are no capacity to hold down
    this.decayed = tf.concat<tf.Tensor1D>(
      this.parameters.map(({ key, length }) =>
        key.endsWith('/kernel') ? tf.ones<tf.Rank.R1>([length]) : tf.zeros<tf.Rank.R1>([length]),
      ),
    );
  }

  /**
   * One step on one batch.
   *
   * @throws BestiaryError `diverged` when the loss is not a number
   */
  train(batch: PictureBatch, options: { learningRate: number; weightDecay: number }): StepReport {
    const graph = mobileNetV2(ALPHA, batch.size);
    const { next, loss, counts } = tf.tidy(() => {
      const images = imagesOf(batch);
      const labels = tf.tensor2d(batch.labels, [TASKS.length, batch.count], 'int32');
      const measured = pictureStatistics(images);
      let counts: tf.Tensor2D | undefined;
      const lossOf = (...tensors: tf.Tensor[]): tf.Scalar => {
        const weights = new Map(this.parameters.map(({ key }, i) => [key, tensors[i]!]));
        const outputs = new TrainableGraph(tf).run(graph, weights, images, { kind: 'train' });
        const losses = TAPS.map((tap, i) => {
          const { logits, statistics } = readTap(tap, outputs, weights);
          if (i === 0) counts = tf.keep(countRight(logits, labels));
          return multiTaskLoss(logits, labels)
            .add(statistics.squaredDifference(measured).mean().mul(STATISTICS_WEIGHT))
            .mul(tap.weight);
        });
        return tf.addN(losses) as tf.Scalar;
      };
      const { value, grads } = tf.valueAndGrads(lossOf)(
        splitParameters(this.vectors.parameters, this.parameters),
      );
      const gradient = tf.concat(grads.map((grad) => grad.reshape<tf.Tensor1D>([-1])));
      const next = adamWStep(this.vectors, gradient, this.decayed, { ...options, step: this.step + 1 });
      return { next: { ...next }, loss: value, counts: counts! };
    });
    const lossValue = loss.dataSync()[0]!;
    const table = counts.arraySync();
    tf.dispose([loss, counts, { ...this.vectors }]);
    this.vectors = next;
    this.step++;
    if (!Number.isFinite(lossValue)) {
      throw new BestiaryError('diverged', `the loss became ${lossValue} at step ${this.step}`, {
        hint: 'try a lower --learning-rate',
      });
    }
    const accuracy = TASKS.map((task, i) => [task.name, table[i]![1]! / table[i]![0]!]);
    return { loss: lossValue, accuracy: Object.fromEntries(accuracy) as Record<TaskName, number> };
  }

  state(): TrainingState {
    const { parameters, mean, square } = this.vectors;
    return {
      step: this.step,
      parameters: parameters.dataSync<'float32'>(),
      mean: mean.dataSync<'float32'>(),
      square: square.dataSync<'float32'>(),
    };
  }

  dispose(): void {
    tf.dispose([{ ...this.vectors }, this.decayed]);
  }
}

function readTap(
  tap: Tap,
  outputs: WeightTensors,
  weights: WeightTensors,
): { logits: tf.Tensor2D; statistics: tf.Tensor2D } {
  const { kernel, bias } = headKeys(tap);
  const pooled = tf.mean(outputs.get(tap.layer)!, [1, 2]);
  const read = pooled.matMul<tf.Tensor2D>(weights.get(kernel) as tf.Tensor2D).add(weights.get(bias)!);
  const [logits, statistics] = tf.split(read, [LOGIT_COUNT, STATISTIC_COUNT], 1) as [
    tf.Tensor2D,
    tf.Tensor2D,
  ];
  return { logits, statistics };
}

/** `[n, size, size, 3]` in [−1, 1], as Keras' MobileNetV2 wants it. */
export function imagesOf(batch: PictureBatch): tf.Tensor4D {
  return tf.tidy(() =>
    tf
      .tensor4d(batch.pixels, [batch.count, batch.size, batch.size, 3], 'int32')
      .cast('float32')
      .div(127.5)
      .sub(1),
  );
}
