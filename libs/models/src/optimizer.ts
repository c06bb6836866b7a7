/** Optimizers by their names in Keras, in lower case. */
export const OPTIMIZERS = ['adam', 'adamw', 'sgd', 'rmsprop'] as const;
export type OptimizerName = (typeof OPTIMIZERS)[number];

/** A rule that turns gradients into steps, and what it remembers of those before. */
export interface Optimizer {
  readonly name: OptimizerName;
  /** its settings beside the learning rate, by their names in Keras: `beta_1`, `momentum` */
  readonly config: Readonly<Record<string, number | boolean>>;
  /** of the next step: a schedule sets it */
  learningRate: number;
  /** steps taken so far */
  iterations: number;
  /** what it remembers, one number a parameter, in the order in which Keras keeps them: `m`, `v` */
  readonly slots: ReadonlyMap<string, Float32Array>;
  /**
   * One step down the gradient.
   *
   * @param parameters `[n]`, changed in place
   * @param gradient `[n]`
   */
  step(parameters: Float32Array, gradient: Float32Array): void;
}
