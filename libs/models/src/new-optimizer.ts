import { Adam } from './adam.ts';
import { type Optimizer, type OptimizerName } from './optimizer.ts';
import { RmsProp } from './rms-prop.ts';
import { Sgd } from './sgd.ts';

/** Settings of every optimizer; each takes those that it knows, and Keras' defaults for those left out. */
export interface OptimizerSettings {
  learningRate: number;
  /** sgd and rmsprop, 0 ≤ momentum < 1; default 0 */
  momentum?: number;
  /** sgd with momentum; default false */
  nesterov?: boolean;
  /** rmsprop; default 0.9 */
  rho?: number;
  /** rmsprop; default false */
  centered?: boolean;
  /** adamw; default 0.004 */
  weightDecay?: number;
}

/** Keras' default for AdamW. */
const WEIGHT_DECAY = 0.004;

/** An optimizer that has taken no step yet. */
export function newOptimizer(
  name: OptimizerName,
  parameterCount: number,
  settings: OptimizerSettings,
): Optimizer {
  const { learningRate } = settings;
  switch (name) {
    case 'adam':
      return new Adam(parameterCount, learningRate);
    case 'adamw':
      return new Adam(parameterCount, learningRate, settings.weightDecay ?? WEIGHT_DECAY);
    case 'sgd':
      return new Sgd(parameterCount, learningRate, settings.momentum, settings.nesterov);
    case 'rmsprop':
      return new RmsProp(parameterCount, learningRate, settings);
  }
}
