import type { EpochMetric } from '@bestiary/contracts/metric';
import { Adam } from '@bestiary/models/adam';
import { newHead, type Head } from '@bestiary/models/head';
import { trainHead, type EpochFigures } from '@bestiary/models/head-training';
import type { PreparedTraining } from './prepare.ts';
import type { TrainConfig } from './train-config.ts';

export type EpochMetrics = Record<EpochMetric, number>;

export interface FittedHead {
  head: Head;
  adam: Adam;
  /** from epoch 1 on */
  epochs: EpochMetrics[];
}

/**
 * Trains a head, and gives other work a turn after every epoch.
 *
 * @param onEpoch told the metrics of each epoch, counted from 1
 * @throws BestiaryError `diverged`, or the signal's reason
 */
export async function fitHead(
  { folder, computed, training, validation }: PreparedTraining,
  config: TrainConfig,
  signal: AbortSignal,
  onEpoch: (epoch: number, metrics: EpochMetrics) => void,
): Promise<FittedHead> {
  const head = newHead(computed.width, folder.classNames.length, config.seed);
  const adam = new Adam(head.parameters.length, config.learningRate);
  const epochs: EpochMetrics[] = [];
  for (const figures of trainHead(head, adam, training, validation, config)) {
    const metrics = toMetrics(figures);
    epochs.push(metrics);
    onEpoch(epochs.length, metrics);
    await new Promise((resolve) => setImmediate(resolve));
    signal.throwIfAborted();
  }
  return { head, adam, epochs };
}

function toMetrics(figures: EpochFigures): EpochMetrics {
  return {
    loss: figures.loss,
    accuracy: figures.accuracy,
    val_loss: figures.validationLoss,
    val_accuracy: figures.validationAccuracy,
    val_balanced_accuracy: figures.validationBalancedAccuracy,
  };
}
