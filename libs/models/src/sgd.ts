import { type Optimizer } from './optimizer.ts';

/**
 * Gradient descent, with momentum if asked: `m = momentum · m − rate · g`, `w += m`; Nesterov's form adds
 * `momentum · m − rate · g` instead of `m`. The momentum is kept in float32.
 *
 * Sources: Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013, section 2;
 * Keras 3 `optimizers/sgd.py`.
 */
export class Sgd implements Optimizer {
  readonly name = 'sgd';
  readonly config: { readonly momentum: number; readonly nesterov: boolean };
  learningRate: number;
  iterations = 0;
  /** `momentum`; none when the momentum is 0, as in Keras */
  readonly slots: ReadonlyMap<string, Float32Array>;
  readonly #moments: Float32Array | undefined;

  constructor(parameterCount: number, learningRate: number, momentum = 0, nesterov = false) {
    this.learningRate = learningRate;
    this.config = { momentum, nesterov };
    this.#moments = momentum === 0 ? undefined : new Float32Array(parameterCount);
    this.slots = new Map(this.#moments && [['momentum', this.#moments]]);
  }

  step(parameters: Float32Array, gradient: Float32Array): void {
    this.iterations += 1;
    const { momentum, nesterov } = this.config;
    const moments = this.#moments;
    const rate = this.learningRate;
    for (let i = 0; i < parameters.length; i++) {
      const down = rate * gradient[i]!;
      if (!moments) {
        parameters[i]! -= down;
        continue;
      }
      moments[i] = moments[i]! * momentum - down;
      parameters[i]! += nesterov ? moments[i]! * momentum - down : moments[i]!;
    }
  }
}
