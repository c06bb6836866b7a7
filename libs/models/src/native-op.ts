import type * as Tfjs from '@tensorflow/tfjs-core';

/** TensorFlow.js, however it was imported. */
export type TensorFlow = Omit<typeof Tfjs, 'default'>;

type Attribute = { name: string; type: number; value: number | boolean | string };

/** The part of tfjs-node's backend that runs any TensorFlow op by its name. */
interface NativeBackend {
  binding: Record<'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL' | 'TF_ATTR_STRING' | 'TF_ATTR_TYPE' | 'TF_FLOAT', number>;
  executeSingleOutput(name: string, attributes: Attribute[], inputs: Tfjs.Tensor[]): Tfjs.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: Tfjs.Tensor[],
    outputs: number,
  ): Tfjs.Tensor[];
}

/**
 * Operations of native TensorFlow whose gradients tfjs either lacks or puts together from a dozen others. They work on the backend
 * `tensorflow` alone.
 */
export class NativeOps {
  readonly #tf: TensorFlow;

  constructor(tf: TensorFlow) {
    this.#tf = tf;
  }

  /**
   * Normalises with the batch's own statistics: `FusedBatchNorm` in training mode, without a gradient.
   *
   * @param x `[n, h, w, c]`
   * @param gamma `[c]`
   * @param beta `[c]`
   */
  batchNormalise(
    x: Tfjs.Tensor4D,
    gamma: Tfjs.Tensor1D,
    beta: Tfjs.Tensor1D,
    epsilon: number,
  ): BatchNormalised {
    const [value, mean, variance] = this.#fusedBatchNorm(x, { gamma, beta, epsilon });
    return {
      value: value as Tfjs.Tensor4D,
      mean: mean as Tfjs.Tensor1D,
      variance: variance as Tfjs.Tensor1D,
    };
  }

  /**
   * Normalises, with gradients by `x`, `gamma` and `beta`: one op back where tfjs would run a dozen.
   *
   * @param x `[n, h, w, c]`
   * @param gamma `[c]`
   * @param beta `[c]`
   * @param population the mean and variance to use, both `[c]`, which get no gradient; absent: those of the batch
   */
  differentiableBatchNorm(
    x: Tfjs.Tensor4D,
    gamma: Tfjs.Tensor1D,
    beta: Tfjs.Tensor1D,
    epsilon: number,
    population?: Population,
  ): Tfjs.Tensor4D {
    const normalise = this.#tf.customGrad((...args) => {
      const [input, scale, offset, save] = args as unknown as [
        Tfjs.Tensor,
        Tfjs.Tensor,
        Tfjs.Tensor,
        Tfjs.GradSaveFunc,
      ];
      const norm = { gamma: scale, beta: offset, epsilon, population };
      const [value, , , batchMean, batchVariance] = this.#fusedBatchNorm(input, norm);
      const { mean, variance } = population ?? { mean: batchMean!, variance: batchVariance! };
      save([input, scale, mean, variance]);
      return {
        value: value!,
        gradFunc: (dy: Tfjs.Tensor, saved: Tfjs.Tensor[]) =>
          this.#native()
            .executeMultipleOutputs(
              'FusedBatchNormGrad',
              this.#batchNormAttributes(epsilon, population === undefined),
              [dy, saved[0]!, saved[1]!, saved[2]!, saved[3]!],
              5,
            )
            .slice(0, 3),
      };
    });
    return normalise(x, gamma, beta) as Tfjs.Tensor4D;
  }

  /** `min(max(x, 0), 6)` with TensorFlow's `Relu6Grad`: one op where tfjs needs five. */
  differentiableRelu6(x: Tfjs.Tensor): Tfjs.Tensor {
    const relu6 = this.#tf.customGrad((...args) => {
      const [input, save] = args as unknown as [Tfjs.Tensor, Tfjs.GradSaveFunc];
      const value = this.#tf.relu6(input);
      save([value]);
      return {
        value,
        gradFunc: (dy: Tfjs.Tensor, saved: Tfjs.Tensor[]) =>
          this.#native().executeSingleOutput('Relu6Grad', [this.#floatType('T')], [dy, saved[0]!]),
      };
    });
    return relu6(x);
  }

  #fusedBatchNorm(x: Tfjs.Tensor, { gamma, beta, epsilon, population }: Normalisation): Tfjs.Tensor[] {
    const none = this.#tf.tensor1d([], 'float32');
    return this.#native().executeMultipleOutputs(
      'FusedBatchNorm',
      this.#batchNormAttributes(epsilon, population === undefined),
      [x, gamma, beta, population?.mean ?? none, population?.variance ?? none],
      5,
    );
  }

  #batchNormAttributes(epsilon: number, training: boolean): Attribute[] {
    const { binding } = this.#native();
    return [
      this.#floatType('T'),
      { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
      { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
      { name: 'is_training', type: binding.TF_ATTR_BOOL, value: training },
    ];
  }

  #floatType(name: string): Attribute {
    const { binding } = this.#native();
    return { name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
  }

  #native(): NativeBackend {
    return this.#tf.backend() as unknown as NativeBackend;
  }
}

export interface BatchNormalised {
  readonly value: Tfjs.Tensor4D;
  /** per channel, over batch, height and width */
  readonly mean: Tfjs.Tensor1D;
  /** the same, with Bessel's correction */
  readonly variance: Tfjs.Tensor1D;
}

/** Statistics by channel, `[c]`. */
export interface Population {
  readonly mean: Tfjs.Tensor;
  readonly variance: Tfjs.Tensor;
}

interface Normalisation {
  readonly gamma: Tfjs.Tensor;
  readonly beta: Tfjs.Tensor;
  readonly epsilon: number;
  readonly population?: Population;
}
