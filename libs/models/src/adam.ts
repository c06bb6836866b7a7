import { type Optimizer } from './optimizer.ts';

/** Keras' defaults. */
export const ADAM_DEFAULTS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/**
 * Adam on one flat array of float32 parameters, in the form that Keras computes:
 * `m += (g − m)(1 − β₁)`, `v += (g² − v)(1 − β₂)`, `w −= α m / (√v + ε)` with
 * `α = rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ)`; moments are kept in float32.
 *
 * Source: Kingma and Ba, Adam, arXiv:1412.6980, end of section 2; Keras 3 `optimizers/adam.py`.
 */
export class Adam implements Optimizer {
  readonly name = 'adam';
  readonly config = {
    beta_1: ADAM_DEFAULTS.beta1,
    beta_2: ADAM_DEFAULTS.beta2,
    epsilon: ADAM_DEFAULTS.epsilon,
  };
  learningRate: number;
  iterations: number;
  /** first moment, one a parameter */
  readonly m: Float32Array;
  /** second moment, one a parameter */
  readonly v: Float32Array;

  constructor(parameterCount: number, learningRate: number, state?: AdamState) {
    this.learningRate = learningRate;
    this.iterations = state?.iterations ?? 0;
    this.m = state?.m.slice() ?? new Float32Array(parameterCount);
    this.v = state?.v.slice() ?? new Float32Array(parameterCount);
  }

  get slots(): ReadonlyMap<string, Float32Array> {
    return new Map([
      ['m', this.m],
      ['v', this.v],
    ]);
  }

  step(parameters: Float32Array, gradient: Float32Array): void {
    const t = ++this.iterations;
    const { beta1, beta2, epsilon } = ADAM_DEFAULTS;
    const alpha = (this.learningRate * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t);
    const { m, v } = this;
    const gain1 = 1 - beta1;
    const gain2 = 1 - beta2;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradient[i]!;
      const mi = m[i]! + (g - m[i]!) * gain1;
      const vi = v[i]! + (g * g - v[i]!) * gain2;
      m[i] = mi;
      v[i] = vi;
      parameters[i] = parameters[i]! - (alpha * mi) / (Math.sqrt(vi) + epsilon);
    }
  }
}

export interface AdamState {
  readonly iterations: number;
  readonly m: Float32Array;
  readonly v: Float32Array;
}
