import { type Activation } from '../activation.ts';
import { type FoldedConv, type FoldedGraph } from '../folded-graph.ts';
import { featureCount, layerShapes } from '../layer-graph.ts';
import { type BackboneSpec } from '../backbone-spec.ts';
import { type OnnxGraph } from './onnx-graph.ts';

/**
 * Adds a backbone to an ONNX graph. ONNX keeps channels before rows, so images are turned once at the start.
 *
 * @param images the name of the value with `[n, size, size, 3]`, 0..255
 * @returns the name of the value with its features, `[n, featureCount]`
 */
export function addBackbone(
  graph: OnnxGraph,
  spec: BackboneSpec,
  folded: FoldedGraph,
  images: string,
): string {
  const shapes = layerShapes(spec);
  const { scale, offset } = spec.preprocessing;
  graph.weights('pixel_scale', [1, 3, 1, 1], Float32Array.from(scale));
  graph.weights('pixel_offset', [1, 3, 1, 1], Float32Array.from(offset));
  graph.node('Transpose', [images], 'pixels', { perm: { ints: [0, 3, 1, 2] } });
  graph.node('Mul', ['pixels', 'pixel_scale'], 'scaled_pixels');
  graph.node('Add', ['scaled_pixels', 'pixel_offset'], folded.input);

  const constants = new Map([
    ['zero', 0],
    ['six', 6],
  ]);
  /** Adds the number when it is first needed: runtimes warn of weights that nothing reads. */
  const constant = (name: 'zero' | 'six'): string => {
    const value = constants.get(name);
    if (value !== undefined && constants.delete(name)) graph.weights(name, [], Float32Array.of(value));
    return name;
  };
  const activate = (activation: Activation, from: string, output: string): void => {
    switch (activation) {
      case 'linear':
        throw new Error('a linear activation needs no operation');
      case 'relu':
        return graph.node('Relu', [from], output);
      case 'relu6':
        return graph.node('Clip', [from, constant('zero'), constant('six')], output);
      case 'sigmoid':
        return graph.node('Sigmoid', [from], output);
      case 'swish':
        graph.node('Sigmoid', [from], `${output}/gate`);
        return graph.node('Mul', [from, `${output}/gate`], output);
      case 'hardSigmoid':
        return graph.node('HardSigmoid', [from], output, HARD_SIGMOID);
      case 'hardSwish':
        graph.node('HardSigmoid', [from], `${output}/gate`, HARD_SIGMOID);
        return graph.node('Mul', [from, `${output}/gate`], output);
    }
  };

  let last = folded.input;
  for (const step of folded.steps) {
    last = step.output;
    switch (step.kind) {
      case 'conv':
      case 'depthwiseConv': {
        const { weights, shape, group } = channelsFirst(step);
        const [height = 0, width = 0] = shapes.get(step.from) ?? [];
        graph.weights(`${step.name}/kernel`, shape, weights);
        graph.weights(`${step.name}/bias`, [step.bias.length], step.bias);
        const linear = step.activation === 'linear';
        const output = linear ? step.output : `${step.output}/linear`;
        graph.node('Conv', [step.from, `${step.name}/kernel`, `${step.name}/bias`], output, {
          kernel_shape: { ints: [step.kernelShape[0], step.kernelShape[1]] },
          strides: { ints: [step.stride, step.stride] },
          pads: { ints: padsOf(step, height, width) },
          group: { int: group },
        });
        if (!linear) activate(step.activation, output, step.output);
        break;
      }
      case 'zeroPad': {
        const [[top, bottom], [left, right]] = step.padding;
        graph.wholeNumbers(`${step.name}/pads`, [0, 0, top, left, 0, 0, bottom, right]);
        graph.node('Pad', [step.from, `${step.name}/pads`, constant('zero')], step.output);
        break;
      }
      case 'activation':
        if (step.activation === 'linear') graph.node('Identity', [step.from], step.output);
        else activate(step.activation, step.from, step.output);
        break;
      case 'add':
        graph.node('Add', [step.from, step.plus], step.output);
        break;
      case 'multiply':
        graph.node('Mul', [step.from, step.by], step.output);
        break;
      case 'globalAveragePool':
        if (step.keepDims) {
          graph.node('GlobalAveragePool', [step.from], step.output);
        } else {
          graph.node('GlobalAveragePool', [step.from], `${step.output}/kept`);
          graph.node('Flatten', [`${step.output}/kept`], step.output, { axis: { int: 1 } });
        }
        break;
    }
  }
  return last;
}

/** A backbone alone as a graph: `images` in, `features` out. */
export function backboneIo(graph: OnnxGraph, spec: BackboneSpec, features: string): void {
  graph.input('images', ['n', spec.inputSize, spec.inputSize, 3]);
  graph.output(features, ['n', featureCount(spec)]);
}

const HARD_SIGMOID = { alpha: { float: 1 / 6 }, beta: { float: 0.5 } } as const;

/** `[k, k, in, out]` → `[out, in, k, k]`; depthwise `[k, k, channels, 1]` → `[channels, 1, k, k]`. */
function channelsFirst({ kind, kernel, kernelShape }: FoldedConv): {
  weights: Float32Array;
  shape: number[];
  group: number;
} {
  const [rows, columns, inputs, last] = kernelShape;
  const depthwise = kind === 'depthwiseConv';
  const outputs = depthwise ? inputs : last;
  const inputsEach = depthwise ? 1 : inputs;
  const area = rows * columns;
  const weights = new Float32Array(kernel.length);
  let read = 0;
  for (let at = 0; at < area; at++)
    for (let input = 0; input < inputsEach; input++)
      for (let output = 0; output < outputs; output++)
        weights[(output * inputsEach + input) * area + at] = kernel[read++]!;
  return { weights, shape: [outputs, inputsEach, rows, columns], group: depthwise ? outputs : 1 };
}

/** Zeros as TensorFlow's padding puts them: `[top, left, bottom, right]`. */
function padsOf({ padding, kernelShape, stride }: FoldedConv, height: number, width: number): number[] {
  if (padding === 'valid') return [0, 0, 0, 0];
  const [top, bottom] = samePadding(height, kernelShape[0], stride);
  const [left, right] = samePadding(width, kernelShape[1], stride);
  return [top, left, bottom, right];
}

function samePadding(size: number, kernelSize: number, stride: number): [number, number] {
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + kernelSize - size, 0);
  const before = Math.floor(total / 2);
  return [before, total - before];
}
