import tf from '@tensorflow/tfjs-node';

type Attribute = { name: string; type: number; value: number | boolean | string };

/** The part of tfjs-node's backend that runs any TensorFlow op by its name. */
interface NativeBackend {
  binding: Record<'TF_ATTR_FLOAT' | 'TF_ATTR_BOOL' | 'TF_ATTR_STRING' | 'TF_ATTR_TYPE' | 'TF_FLOAT', number>;
  executeSingleOutput(name: string, attributes: Attribute[], inputs: tf.Tensor[]): tf.Tensor;
  executeMultipleOutputs(
    name: string,
    attributes: Attribute[],
    inputs: tf.Tensor[],
    outputs: number,
  ): tf.Tensor[];
}

export interface BatchNormalised {
  readonly value: tf.Tensor4D;
  /** per channel, over batch, height and width */
  readonly mean: tf.Tensor1D;
  /** the same, with Bessel's correction */
  readonly variance: tf.Tensor1D;
}

/**
 * Normalises with the batch's own statistics: `FusedBatchNorm` in training mode, without a gradient.
 *
 * @param x `[n, h, w, c]`
 * @param gamma `[c]`
 * @param beta `[c]`
 */
export function batchNormalise(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
): BatchNormalised {
  const [value, mean, variance] = fusedBatchNorm(x, gamma, beta, epsilon);
  return { value: value as tf.Tensor4D, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D };
}

/**
 * The same with a gradient. tfjs has only the inference-mode op and would differentiate a dozen element-wise ops;
 * TensorFlow's own `FusedBatchNormGrad` reads the input twice.
 */
export function differentiableBatchNorm(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
): tf.Tensor4D {
  const normalise = tf.customGrad((...args) => {
    const [input, scale, offset, save] = args as unknown as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
      tf.GradSaveFunc,
    ];
    const [value, , , savedMean, savedVariance] = fusedBatchNorm(input, scale, offset, epsilon);
    save([input, scale, savedMean!, savedVariance!]);
    return {
      value: value!,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        native()
          .executeMultipleOutputs(
            'FusedBatchNormGrad',
            batchNormAttributes(epsilon),
            [dy, saved[0]!, saved[1]!, saved[2]!, saved[3]!],
            5,
          )
          .slice(0, 3),
    };
  });
  return normalise(x, gamma, beta) as tf.Tensor4D;
}

/** `min(max(x, 0), 6)` with TensorFlow's `Relu6Grad`: one op where tfjs needs five. */
export function differentiableRelu6(x: tf.Tensor4D): tf.Tensor4D {
  const relu6 = tf.customGrad((...args) => {
    const [input, save] = args as unknown as [tf.Tensor, tf.GradSaveFunc];
    const value = tf.relu6(input);
    save([value]);
    return {
      value,
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        native().executeSingleOutput('Relu6Grad', [floatType('T')], [dy, saved[0]!]),
    };
  });
  return relu6(x) as tf.Tensor4D;
}

function fusedBatchNorm(x: tf.Tensor, gamma: tf.Tensor, beta: tf.Tensor, epsilon: number): tf.Tensor[] {
  const empty = tf.tensor1d([], 'float32');
  return native().executeMultipleOutputs(
    'FusedBatchNorm',
    batchNormAttributes(epsilon),
    [x, gamma, beta, empty, empty],
    5,
  );
}

function batchNormAttributes(epsilon: number): Attribute[] {
  const { binding } = native();
  return [
    floatType('T'),
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: binding.TF_ATTR_BOOL, value: true },
  ];
}

function floatType(name: string): Attribute {
  const { binding } = native();
  return { name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
}

function native(): NativeBackend {
  return tf.backend() as unknown as NativeBackend;
}
