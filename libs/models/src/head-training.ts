import { BestiaryError } from '@bestiary/contracts/error';
import { balancedAccuracy } from '@bestiary/metrics/accuracy';
import { emptyConfusion } from '@bestiary/metrics/confusion';
import { type Adam } from './adam.ts';
import { classOfLogits, crossEntropyInPlace } from './cross-entropy.ts';
import { type Head, logitsOf } from './head.ts';
import { Random } from './random.ts';

/** Features with their labels. */
export interface LabelledFeatures {
  /** `[n, features]`, row-major */
  readonly features: Float32Array;
  /** `[n]`, each 0 ≤ label < classes */
  readonly labels: Int32Array;
}

export interface HeadTrainingOptions {
  epochs: number;
  batchSize: number;
  learningRate: number;
  /** share of features that are left out of a step, 0 ≤ dropout < 1 */
  dropout: number;
  seed: number;
  /** `false` takes the rows in their order in every epoch */
  shuffle?: boolean;
}

/** The figures of one epoch. As in Keras, `loss` and `accuracy` are running means over the epoch's batches, with dropout, while the weights change. */
export interface EpochFigures {
  /** from 0 */
  epoch: number;
  loss: number;
  accuracy: number;
  validationLoss: number;
  validationAccuracy: number;
  validationBalancedAccuracy: number;
}

/**
 * Trains a head on features, one epoch a step of the iteration, in place and in one thread. Accuracy means probability ≥ 0.5
 * (arg-max for more classes). Every random choice of an epoch comes from (seed, epoch), so the same input gives the same
 * parameters bit for bit, whichever epoch it is begun at. The order is a full shuffle each epoch.
 *
 * @param head changed in place
 * @param adam the optimizer's state, changed in place
 * @throws BestiaryError `diverged` when a loss is not finite; the head is then as it was after the last good epoch
 */
export function* trainHead(
  head: Head,
  adam: Adam,
  training: LabelledFeatures,
  validation: LabelledFeatures,
  options: HeadTrainingOptions,
): Generator<EpochFigures, void, void> {
  const count = training.labels.length;
  const order = new Int32Array(count);
  const good = head.parameters.slice();
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    const random = new Random(options.seed, epoch + 1);
    for (let i = 0; i < count; i++) order[i] = i;
    if (options.shuffle !== false) random.shuffle(order);
    const { loss, accuracy } = trainEpoch(head, adam, training, order, random, options);
    const judged = evaluateHead(head, validation);
    if (!Number.isFinite(loss) || !Number.isFinite(judged.loss)) {
      head.parameters.set(good);
      throw new BestiaryError(
        'diverged',
        `the loss became ${Number.isFinite(loss) ? judged.loss : loss} in epoch ${epoch + 1}`,
        {
          hint: `lower the learning rate (it is ${options.learningRate}), or look for images that decode to nonsense`,
        },
      );
    }
    good.set(head.parameters);
    yield {
      epoch,
      loss,
      accuracy,
      validationLoss: judged.loss,
      validationAccuracy: judged.accuracy,
      validationBalancedAccuracy: judged.balancedAccuracy,
    };
  }
}

/** One pass over the rows in `order`: a step of the optimizer for each batch. */
function trainEpoch(
  head: Head,
  adam: Adam,
  { features: rows, labels }: LabelledFeatures,
  order: Int32Array,
  random: Random,
  { batchSize, dropout }: HeadTrainingOptions,
): { loss: number; accuracy: number } {
  const { features, units, parameters } = head;
  const gradient = new Float32Array(parameters.length);
  const mask = new Float32Array(features).fill(1);
  const seen = new Float32Array(features);
  const logits = new Float64Array(units);
  let loss = 0;
  let right = 0;
  for (let start = 0; start < order.length; start += batchSize) {
    const end = Math.min(order.length, start + batchSize);
    const share = 1 / (end - start);
    for (let i = start; i < end; i++) {
      const row = order[i]!;
      const label = labels[row]!;
      if (dropout > 0) random.fillDropoutMask(mask, dropout);
      const offset = row * features;
      for (let j = 0; j < features; j++) seen[j] = rows[offset + j]! * mask[j]!;
      logitsOf(head, seen, 0, logits);
      if (classOfLogits(logits) === label) right += 1;
      loss += crossEntropyInPlace(logits, label);
      addGradient(gradient, seen, logits, share, i === start);
    }
    adam.step(parameters, gradient);
  }
  return { loss: loss / order.length, accuracy: right / order.length };
}

/** Adds one row's share of the batch's gradient; the first row of a batch overwrites what the batch before left. */
function addGradient(
  gradient: Float32Array,
  seen: Float32Array,
  slopes: Float64Array,
  share: number,
  first: boolean,
): void {
  const features = seen.length;
  const biases = slopes.length * features;
  for (let u = 0; u < slopes.length; u++) {
    const slope = slopes[u]! * share;
    const kernel = u * features;
    if (first) {
      for (let j = 0; j < features; j++) gradient[kernel + j] = slope * seen[j]!;
      gradient[biases + u] = slope;
    } else {
      for (let j = 0; j < features; j++) gradient[kernel + j]! += slope * seen[j]!;
      gradient[biases + u]! += slope;
    }
  }
}

/** Loss, accuracy and balanced accuracy of a head on rows, without dropout; `NaN` for no rows. */
export function evaluateHead(
  head: Head,
  { features: rows, labels }: LabelledFeatures,
): { loss: number; accuracy: number; balancedAccuracy: number } {
  const logits = new Float64Array(head.units);
  const confusion = emptyConfusion(head.classes);
  let loss = 0;
  let right = 0;
  for (let row = 0; row < labels.length; row++) {
    const label = labels[row]!;
    logitsOf(head, rows, row, logits);
    const predicted = classOfLogits(logits);
    confusion[predicted]![label]! += 1;
    if (predicted === label) right += 1;
    loss += crossEntropyInPlace(logits, label);
  }
  return {
    loss: loss / labels.length,
    accuracy: right / labels.length,
    balancedAccuracy: balancedAccuracy(confusion),
  };
}
