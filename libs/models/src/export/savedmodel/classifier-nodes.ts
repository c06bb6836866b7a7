import { type Activation } from '../../activation.ts';
import { type Classifier } from '../../classifier.ts';
import { type FoldedConv } from '../../folded-graph.ts';
import { denseWeights } from '../../head.ts';
import { type BundleTensor } from './tensor-bundle.ts';
import { type TensorflowNodes } from './tensorflow-nodes.ts';
import { DATA_TYPE } from './tensorflow-schema.ts';

const FLOAT = { type: DATA_TYPE.float } as const;
const INT32 = { type: DATA_TYPE.int32 } as const;
const NHWC = { s: 'NHWC' } as const;

/** Weights as variables, by their names: `Conv1/kernel`. */
export function classifierVariables({ folded, head }: Classifier): Map<string, BundleTensor> {
  const variables = new Map<string, BundleTensor>();
  for (const step of folded.steps) {
    if (step.kind !== 'conv' && step.kind !== 'depthwiseConv') continue;
    variables.set(`${step.name}/kernel`, { shape: step.kernelShape, data: step.kernel });
    variables.set(`${step.name}/bias`, { shape: [step.bias.length], data: step.bias });
  }
  for (const { name, inputs, outputs, kernel, bias } of denseWeights(head)) {
    variables.set(`${name}/kernel`, { shape: [inputs, outputs], data: kernel });
    variables.set(`${name}/bias`, { shape: [outputs], data: bias });
  }
  return variables;
}

/**
 * Adds the computation.
 *
 * @param images the name of `[n, size, size, 3]`, 0..255
 * @param read gives the name of a variable's value
 * @param output what the probabilities, `[n, classes]`, shall be called
 */
export function addClassifier(
  nodes: TensorflowNodes,
  { spec, folded, head }: Classifier,
  images: string,
  read: (variable: string) => string,
  output: string,
): void {
  const { scale, offset } = spec.preprocessing;
  nodes.floats('pixel_scale', [3], Float32Array.from(scale));
  nodes.floats('pixel_offset', [3], Float32Array.from(offset));
  nodes.add('Mul', 'scaled_pixels', [images, 'pixel_scale'], { T: FLOAT });
  nodes.add('AddV2', folded.input, ['scaled_pixels', 'pixel_offset'], { T: FLOAT });
  nodes.ints('rows_and_columns', [1, 2]);
  nodes.floats('three', [], Float32Array.of(3));
  nodes.floats('sixth', [], Float32Array.of(1 / 6));

  let last = folded.input;
  for (const step of folded.steps) {
    last = step.output;
    switch (step.kind) {
      case 'conv':
      case 'depthwiseConv': {
        const linear = step.activation === 'linear' ? step.output : `${step.output}/linear`;
        addConvolution(nodes, step, read, linear);
        activate(nodes, step.activation, linear, step.output);
        break;
      }
      case 'zeroPad': {
        const [[top, bottom], [left, right]] = step.padding;
        const paddings = [0, 0, top, bottom, left, right, 0, 0];
        nodes.ints(`${step.name}/paddings`, paddings, [4, 2]);
        nodes.add('Pad', step.output, [step.from, `${step.name}/paddings`], { T: FLOAT, Tpaddings: INT32 });
        break;
      }
      case 'activation':
        if (step.activation === 'linear') nodes.add('Identity', step.output, [step.from], { T: FLOAT });
        else activate(nodes, step.activation, step.from, step.output);
        break;
      case 'add':
        nodes.add('AddV2', step.output, [step.from, step.plus], { T: FLOAT });
        break;
      case 'multiply':
        nodes.add('Mul', step.output, [step.from, step.by], { T: FLOAT });
        break;
      case 'globalAveragePool':
        nodes.add('Mean', step.output, [step.from, 'rows_and_columns'], {
          T: FLOAT,
          Tidx: INT32,
          keep_dims: { b: step.keepDims },
        });
        break;
    }
  }
  for (const { name, activation } of denseWeights(head)) {
    const linear = activation === 'linear' ? name : `${name}/linear`;
    nodes.add('MatMul', `${name}/product`, [last, read(`${name}/kernel`)], { T: FLOAT });
    nodes.add('BiasAdd', linear, [`${name}/product`, read(`${name}/bias`)], { T: FLOAT, data_format: NHWC });
    activate(nodes, activation, linear, name);
    last = name;
  }
  if (head.units > 1) {
    nodes.add('Softmax', output, [last], { T: FLOAT });
    return;
  }
  nodes.floats('one', [], Float32Array.of(1));
  nodes.ints('class_axis', 1);
  nodes.add('Sigmoid', 'probability_of_1', [last], { T: FLOAT });
  nodes.add('Sub', 'probability_of_0', ['one', 'probability_of_1'], { T: FLOAT });
  nodes.add('ConcatV2', output, ['probability_of_0', 'probability_of_1', 'class_axis'], {
    N: { i: 2 },
    T: FLOAT,
    Tidx: INT32,
  });
}

function addConvolution(
  nodes: TensorflowNodes,
  step: FoldedConv,
  read: (variable: string) => string,
  output: string,
): void {
  const op = step.kind === 'conv' ? 'Conv2D' : 'DepthwiseConv2dNative';
  nodes.add(op, `${step.name}/product`, [step.from, read(`${step.name}/kernel`)], {
    T: FLOAT,
    strides: { ints: [1, step.stride, step.stride, 1] },
    padding: { s: step.padding.toUpperCase() },
    data_format: NHWC,
  });
  nodes.add('BiasAdd', output, [`${step.name}/product`, read(`${step.name}/bias`)], {
    T: FLOAT,
    data_format: NHWC,
  });
}

/** Nothing for a linear one. */
function activate(nodes: TensorflowNodes, activation: Activation, from: string, output: string): void {
  const T = FLOAT;
  const hardSigmoid = (name: string): void => {
    nodes.add('AddV2', `${name}/plus_3`, [from, 'three'], { T });
    nodes.add('Relu6', `${name}/relu6`, [`${name}/plus_3`], { T });
    nodes.add('Mul', name, [`${name}/relu6`, 'sixth'], { T });
  };
  switch (activation) {
    case 'linear':
      return;
    case 'relu':
      nodes.add('Relu', output, [from], { T });
      return;
    case 'relu6':
      nodes.add('Relu6', output, [from], { T });
      return;
    case 'sigmoid':
      nodes.add('Sigmoid', output, [from], { T });
      return;
    case 'swish':
      nodes.add('Sigmoid', `${output}/gate`, [from], { T });
      nodes.add('Mul', output, [from, `${output}/gate`], { T });
      return;
    case 'hardSigmoid':
      hardSigmoid(output);
      return;
    case 'hardSwish':
      hardSigmoid(`${output}/gate`);
      nodes.add('Mul', output, [from, `${output}/gate`], { T });
      return;
  }
}
