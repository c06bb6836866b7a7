import tf from '@tensorflow/tfjs-node';

const BETA_1 = 0.9;
const BETA_2 = 0.99;
const EPSILON = 1e-8;

/** The vectors that a step reads and replaces, each as long as the parameters. */
export interface OptimiserState {
  readonly parameters: tf.Tensor1D;
  /** running mean of the gradient */
  readonly mean: tf.Tensor1D;
  /** running mean of its square */
  readonly square: tf.Tensor1D;
}

/**
 * One step of AdamW (Loshchilov and Hutter, arXiv:1711.05101, algorithm 2) on the flat vector of parameters: ten
 * operations in all, where tfjs' optimizer runs as many for every array.
 *
 * @param decayed 1 where a parameter decays, 0 where it doesn't
 * @param step counted from 1
 */
export function adamWStep(
  state: OptimiserState,
  gradient: tf.Tensor1D,
  decayed: tf.Tensor1D,
  options: { step: number; learningRate: number; weightDecay: number },
): OptimiserState {
  const { step, learningRate, weightDecay } = options;
  return tf.tidy(() => {
    const mean = state.mean.mul(BETA_1).add(gradient.mul(1 - BETA_1));
    const square = state.square.mul(BETA_2).add(gradient.square().mul(1 - BETA_2));
    const correctedMean = mean.div(1 - BETA_1 ** step);
    const correctedSquare = square.div(1 - BETA_2 ** step);
    const update = correctedMean.div(correctedSquare.sqrt().add(EPSILON));
    const decay = state.parameters.mul(decayed).mul(weightDecay);
    const parameters = state.parameters.sub(update.add(decay).mul(learningRate));
    return { parameters, mean, square };
  }) as unknown as OptimiserState;
}
