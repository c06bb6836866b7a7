import { type Activation } from './activation.ts';
import { type Classifier } from './classifier.ts';
import { type FoldedConv, type FoldedStep } from './folded-graph.ts';
import { denseShapes } from './head.ts';
import { layerShapes } from './layer-graph.ts';
import { type Preprocessing } from './preprocessing.ts';

/** A layer as Keras and TensorFlow.js describe it in a model's configuration. */
export interface LayerConfig {
  readonly className: string;
  readonly name: string;
  /** the layers that it reads */
  readonly from: readonly string[];
  readonly config: Readonly<Record<string, unknown>>;
}

/** Where the two differ. */
export interface LayerDialect {
  /** the key under which the input layer says its shape */
  readonly inputShape: string;
  /** of images, 0..255, to what the backbone reads */
  normalization(preprocessing: Preprocessing): Pick<LayerConfig, 'className' | 'config'>;
  /** whether a convolution leaves its bias, and a factor for each channel, to a batch norm of its own */
  isScaledApart(step: FoldedConv): boolean;
  /** the layers of an activation, the last one named `output` */
  activation(activation: Exclude<Activation, 'linear'>, from: string, output: string): LayerConfig[];
}

/** A layer with the shape of what it gives, without the batch. */
export interface ShapedLayer extends LayerConfig {
  readonly shape: readonly number[];
}

/** The whole classifier as layers: `images`, `normalization`, the folded backbone, the head, `probabilities`. */
export function layerConfigs(classifier: Classifier, dialect: LayerDialect): ShapedLayer[] {
  const { spec, folded, head, dropout } = classifier;
  const { inputSize: size, preprocessing } = spec;
  const shapes = layerShapes(spec);
  const layers: ShapedLayer[] = [];
  const append = (shape: readonly number[], ...added: readonly LayerConfig[]): string => {
    layers.push(...added.map((layer) => ({ ...layer, shape })));
    return layers.at(-1)!.name;
  };
  const pixels = [size, size, 3];
  append(pixels, {
    className: 'InputLayer',
    name: 'images',
    from: [],
    config: { [dialect.inputShape]: [null, ...pixels], dtype: 'float32', sparse: false },
  });
  const normalization = dialect.normalization(preprocessing);
  append(pixels, { name: 'normalization', from: ['images'], ...normalization });

  // the layer that gives what a step of the backbone gives
  const giving = new Map([[folded.input, 'normalization']]);
  const read = (output: string): string => giving.get(output) ?? output;
  let last = '';
  for (const step of folded.steps) {
    const shape = shapes.get(step.output)!;
    last =
      step.kind === 'activation'
        ? read(step.from)
        : append(shape, ...layersOfStep(step, read, shape, dialect));
    const activation = 'activation' in step ? step.activation : 'linear';
    if (activation !== 'linear') {
      last = append(shape, ...dialect.activation(activation, last, `${last}_${activation}`));
    }
    giving.set(step.output, last);
  }
  for (const { name, inputs, outputs, activation } of denseShapes(head)) {
    const dropped = name === 'logits' ? 'dropout' : `${name}_dropout`;
    append([inputs], { className: 'Dropout', name: dropped, from: [last], config: { rate: dropout } });
    const config = { units: outputs, activation, use_bias: true };
    last = append([outputs], { className: 'Dense', name, from: [dropped], config });
  }
  append([head.units], {
    className: 'Activation',
    name: 'probabilities',
    from: ['logits'],
    config: { activation: head.units === 1 ? 'sigmoid' : 'softmax' },
  });
  return layers;
}

/** The batch norm of a convolution that is scaled apart. */
export function scaleLayer(convolution: string): string {
  return `${convolution}_scale`;
}

const FORMAT = { data_format: 'channels_last' } as const;

/** A step without its activation. */
function layersOfStep(
  step: Exclude<FoldedStep, { kind: 'activation' }>,
  read: (output: string) => string,
  shape: readonly number[],
  dialect: LayerDialect,
): LayerConfig[] {
  const { name } = step;
  const from = [read(step.from)];
  switch (step.kind) {
    case 'conv':
    case 'depthwiseConv': {
      const config = {
        ...FORMAT,
        trainable: false,
        kernel_size: [step.kernelShape[0], step.kernelShape[1]],
        strides: [step.stride, step.stride],
        padding: step.padding,
        use_bias: !dialect.isScaledApart(step),
        activation: 'linear',
      };
      const convolution: LayerConfig =
        step.kind === 'conv'
          ? { className: 'Conv2D', name, from, config: { ...config, filters: step.kernelShape[3] } }
          : { className: 'DepthwiseConv2D', name, from, config: { ...config, depth_multiplier: 1 } };
      if (!dialect.isScaledApart(step)) return [convolution];
      const scale = { axis: 3, epsilon: 0, trainable: false };
      return [
        convolution,
        { className: 'BatchNormalization', name: scaleLayer(name), from: [name], config: scale },
      ];
    }
    case 'zeroPad':
      return [{ className: 'ZeroPadding2D', name, from, config: { ...FORMAT, padding: step.padding } }];
    case 'add':
      return [{ className: 'Add', name, from: [...from, read(step.plus)], config: {} }];
    case 'multiply':
      return [{ className: 'Multiply', name, from: [...from, read(step.by)], config: {} }];
    case 'globalAveragePool': {
      const pool: LayerConfig = { className: 'GlobalAveragePooling2D', name, from, config: FORMAT };
      if (!step.keepDims) return [pool];
      return [
        pool,
        { className: 'Reshape', name: `${name}_keep`, from: [name], config: { target_shape: shape } },
      ];
    }
  }
}
