import { balancedClassWeights } from '@bestiary/models/class-weights';
import type { HeadTrainingOptions } from '@bestiary/models/head-training';
import { newOptimizer } from '@bestiary/models/new-optimizer';
import type { Optimizer } from '@bestiary/models/optimizer';
import type { Schedule } from '@bestiary/models/schedule';
import type { LossSettings } from '@bestiary/models/training-loss';
import type { TrainConfig } from './train-config.ts';

/** What the settings say to the training of a head on rows with these labels. */
export function headTrainingOptions(
  config: TrainConfig,
  labels: Int32Array,
  classes: number,
): HeadTrainingOptions {
  const { epochs, batchSize, dropout, seed, l2, restoreBest, monitor: metric } = config;
  return {
    epochs,
    batchSize,
    dropout,
    seed,
    l2,
    restoreBest,
    loss: lossOf(config),
    classWeights: config.classWeights === 'balanced' ? balancedClassWeights(labels, classes) : undefined,
    schedule: scheduleOf(config),
    // restoring the best epoch goes by the same metric, also where nothing stops early
    earlyStopping: { metric, patience: config.earlyStopping ?? Number.POSITIVE_INFINITY },
  };
}

/** An optimizer of `parameterCount` parameters that has taken no step. */
export function optimizerOf(config: TrainConfig, parameterCount: number): Optimizer {
  return newOptimizer(config.optimizer, parameterCount, config);
}

function lossOf({ loss, labelSmoothing, focalGamma, focalAlpha }: TrainConfig): LossSettings {
  return loss === 'focal'
    ? { kind: 'focal', labelSmoothing, gamma: focalGamma, alpha: focalAlpha }
    : { kind: 'cross-entropy', labelSmoothing };
}

function scheduleOf({ schedule, cosineFloor, warmUpEpochs, stepEvery, stepFactor }: TrainConfig): Schedule {
  switch (schedule) {
    case 'constant':
      return { kind: 'constant', warmUpEpochs };
    case 'cosine':
      return { kind: 'cosine', warmUpEpochs, floor: cosineFloor };
    case 'step':
      return { kind: 'step', warmUpEpochs, everyEpochs: stepEvery, factor: stepFactor };
  }
}
