import { type Optimizer } from './optimizer.ts';

/** Keras' defaults. */
export const RMS_PROP_DEFAULTS = { rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false } as const;

export interface RmsPropSettings {
  /** share of the running mean that stays, 0 ≤ rho < 1 */
  rho?: number;
  momentum?: number;
  /** divides by the spread of the gradients around their running mean, not around 0 */
  centered?: boolean;
}

/**
 * RMSprop: `v = ρ v + (1 − ρ) g²`, and a step of `rate · g / √(v + ε)`, collected by the momentum if there is one. What it
 * remembers is kept in float32.
 *
 * Sources: Tieleman and Hinton, Lecture 6.5 of Neural Networks for Machine Learning, 2012; Keras 3 `optimizers/rmsprop.py`.
 */
export class RmsProp implements Optimizer {
  readonly name = 'rmsprop';
  readonly config: {
    readonly rho: number;
    readonly momentum: number;
    readonly epsilon: number;
    readonly centered: boolean;
  };
  learningRate: number;
  iterations = 0;
  /** `velocity`; `momentum` and `average_gradient` where they are used, as in Keras */
  readonly slots: ReadonlyMap<string, Float32Array>;
  readonly #velocities: Float32Array;
  readonly #moments: Float32Array | undefined;
  readonly #means: Float32Array | undefined;

  constructor(parameterCount: number, learningRate: number, settings: RmsPropSettings = {}) {
    this.learningRate = learningRate;
    this.config = {
      rho: settings.rho ?? RMS_PROP_DEFAULTS.rho,
      momentum: settings.momentum ?? RMS_PROP_DEFAULTS.momentum,
      epsilon: RMS_PROP_DEFAULTS.epsilon,
      centered: settings.centered ?? RMS_PROP_DEFAULTS.centered,
    };
    const slots = new Map<string, Float32Array>();
    const slot = (name: string): Float32Array => {
      const numbers = new Float32Array(parameterCount);
      slots.set(name, numbers);
      return numbers;
    };
    this.#velocities = slot('velocity');
    this.#moments = this.config.momentum > 0 ? slot('momentum') : undefined;
    this.#means = this.config.centered ? slot('average_gradient') : undefined;
    this.slots = slots;
  }

  step(parameters: Float32Array, gradient: Float32Array): void {
    this.iterations += 1;
    const { rho, momentum, epsilon } = this.config;
    const rate = this.learningRate;
    const velocities = this.#velocities;
    const moments = this.#moments;
    const means = this.#means;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i]!;
      velocities[i] = rho * velocities[i]! + (1 - rho) * g * g;
      let spread = velocities[i]!;
      if (means) {
        means[i] = rho * means[i]! + (1 - rho) * g;
        spread -= means[i]! * means[i]!;
      }
      const down = (rate * g) / Math.sqrt(spread + epsilon);
      if (moments) parameters[i]! -= moments[i] = momentum * moments[i]! + down;
      else parameters[i]! -= down;
    }
  }
}
