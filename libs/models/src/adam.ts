import { type Optimizer } from './optimizer.ts';

/** Keras' defaults. */
export const ADAM_DEFAULTS = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;

/**
 * Adam on one flat array of float32 parameters, in the form that Keras computes:
 * `m += (g − m)(1 − β₁)`, `v += (g² − v)(1 − β₂)`, `w −= α m / (√v + ε)` with
 * `α = rate · √(1 − β₂ᵗ) / (1 − β₁ᵗ)`; moments are kept in float32.
 *
 * With a weight decay it is AdamW: before each step every parameter, biases too, loses `rate · decay` of itself.
 *
 * Sources: Kingma and Ba, Adam, arXiv:1412.6980, end of section 2; Loshchilov and Hutter, Decoupled Weight Decay
 * Regularization, arXiv:1711.05101; Keras 3 `optimizers/adam.py`, `adamw.py`.
 */
export class Adam implements Optimizer {
  readonly name: 'adam' | 'adamw';
  readonly config: Readonly<Record<string, number>>;
  learningRate: number;
  iterations = 0;
  /** first moment, one a parameter */
  readonly m: Float32Array;
  /** second moment, one a parameter */
  readonly v: Float32Array;
  readonly slots: ReadonlyMap<string, Float32Array>;
  readonly #weightDecay: number | undefined;

  /** @param weightDecay makes it AdamW */
  constructor(parameterCount: number, learningRate: number, weightDecay?: number) {
    const { beta1, beta2, epsilon } = ADAM_DEFAULTS;
    this.name = weightDecay === undefined ? 'adam' : 'adamw';
    this.config = {
      beta_1: beta1,
      beta_2: beta2,
      epsilon,
      ...(weightDecay !== undefined && { weight_decay: weightDecay }),
    };
    this.learningRate = learningRate;
    this.m = new Float32Array(parameterCount);
    this.v = new Float32Array(parameterCount);
    this.slots = new Map([
      ['m', this.m],
      ['v', this.v],
    ]);
    this.#weightDecay = weightDecay;
  }

  step(parameters: Float32Array, gradient: Float32Array): void {
    if (this.#weightDecay !== undefined) {
      const lost = this.learningRate * this.#weightDecay;
      for (let i = 0; i < parameters.length; i++) parameters[i]! -= parameters[i]! * lost;
    }
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
