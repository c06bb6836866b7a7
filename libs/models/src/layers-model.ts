import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Activation } from './activation.ts';
import { type FoldedGraph } from './folded-graph.ts';
import { denseShapes, denseWeights, type Head } from './head.ts';
import { layerShapes } from './layer-graph.ts';
import { type BackboneSpec } from './mobilenet-v2.ts';
import { type Optimizer } from './optimizer.ts';
import { type Preprocessing } from './preprocessing.ts';

/** What a saved classifier carries beside its weights. */
export interface ClassifierMetadata {
  /** in the order of the outputs */
  classNames: readonly string[];
  /** two classes: class 1 is predicted from this probability on */
  threshold: number;
  preprocessing: {
    imageSize: number;
    resize: string;
    interpolation: 'bilinear';
    pixels: '0..255';
    scaledInModel: string;
  };
  provenance: {
    runId: string;
    datasetSha256: string;
    weightsSha256: string;
    weightsName: string;
    bestiaryVersion: string;
    createdAt: string;
  };
}

export interface Classifier {
  spec: BackboneSpec;
  folded: FoldedGraph;
  head: Head;
  optimizer: Optimizer;
  dropout: number;
  metadata: ClassifierMetadata;
}

interface WeightEntry {
  name: string;
  shape: readonly number[];
  dtype: 'float32' | 'int32';
  data: Float32Array | Int32Array;
  group?: 'model' | 'optimizer';
}

type LayerConfig = {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
};

const SHARD_BYTES = 4 * 2 ** 20;

/**
 * Writes a whole classifier as a TensorFlow.js layers model: `model.json` and weight shards in `folder`. Images `[n, size, size, 3]`, 0..255
 * go in, probabilities come out: `[n, 1]` (of class 1) for two classes, else `[n, classes]`. Batch norm is folded into the convolutions, so that training the
 * head on goes on in inference mode, as it was done here; the base's layers are marked as not trainable. Adam's moments and step count are
 * saved with it and restored by `tf.loadLayersModel`.
 *
 * @returns the files written, by their names in `folder`
 */
export async function saveLayersModel(folder: string, classifier: Classifier): Promise<string[]> {
  const weights = [...baseWeights(classifier), ...headWeights(classifier), ...optimizerWeights(classifier)];
  const bytes = Buffer.concat(
    weights.map(({ data }) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)),
  );
  const shards = Math.max(1, Math.ceil(bytes.length / SHARD_BYTES));
  const paths = Array.from({ length: shards }, (_, i) => `group1-shard${i + 1}of${shards}.bin`);
  const model = {
    format: 'layers-model',
    generatedBy: `Bestiary ${classifier.metadata.provenance.bestiaryVersion}`,
    convertedBy: null,
    modelTopology: topology(classifier),
    trainingConfig: {
      optimizer_config: {
        class_name: 'Adam',
        config: { learning_rate: classifier.optimizer.learningRate, ...classifier.optimizer.config },
      },
      loss: classifier.head.units === 1 ? 'binary_crossentropy' : 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    },
    weightsManifest: [
      {
        paths,
        weights: weights.map(({ name, shape, dtype, group }) => ({
          name,
          shape,
          dtype,
          ...(group && { group }),
        })),
      },
    ],
    userDefinedMetadata: classifier.metadata,
  };
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'model.json'), JSON.stringify(model)),
    ...paths.map((path, i) =>
      writeFile(join(folder, path), bytes.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES)),
    ),
  ]);
  return ['model.json', ...paths];
}

function baseWeights({ spec, folded }: Classifier): WeightEntry[] {
  const { scale, offset } = spec.preprocessing;
  const normalization: WeightEntry[] = isUniform(spec.preprocessing)
    ? []
    : [
        {
          name: 'normalization/depthwise_kernel',
          shape: [1, 1, 3, 1],
          dtype: 'float32',
          data: Float32Array.from(scale),
        },
        { name: 'normalization/bias', shape: [3], dtype: 'float32', data: Float32Array.from(offset) },
      ];
  const convolutions = folded.steps.flatMap((step): WeightEntry[] => {
    if (step.kind !== 'conv' && step.kind !== 'depthwiseConv') return [];
    const kernel = step.kind === 'conv' ? 'kernel' : 'depthwise_kernel';
    return [
      { name: `${step.name}/${kernel}`, shape: step.kernelShape, dtype: 'float32', data: step.kernel },
      { name: `${step.name}/bias`, shape: [step.bias.length], dtype: 'float32', data: step.bias },
    ];
  });
  return [...normalization, ...convolutions];
}

/** Whether the three channels are treated alike. */
function isUniform({ scale, offset }: Preprocessing): boolean {
  return scale.every((x) => x === scale[0]) && offset.every((x) => x === offset[0]);
}

function headWeights({ head }: Classifier): WeightEntry[] {
  return denseWeights(head).flatMap(({ name, inputs, outputs, kernel, bias }): WeightEntry[] => [
    { name: `${name}/kernel`, shape: [inputs, outputs], dtype: 'float32', data: kernel },
    { name: `${name}/bias`, shape: [outputs], dtype: 'float32', data: bias },
  ]);
}

/** In the order that the optimizer of TensorFlow.js reads: the step count, first moments, second moments. */
function optimizerWeights({ head, optimizer }: Classifier): WeightEntry[] {
  const group = 'optimizer';
  const slots = Array.from(optimizer.slots, ([slot, numbers]) =>
    denseWeights(head, numbers).flatMap(({ name, inputs, outputs, kernel, bias }): WeightEntry[] => [
      { name: `${name}/kernel/${slot}`, shape: [inputs, outputs], dtype: 'float32', data: kernel, group },
      { name: `${name}/bias/${slot}`, shape: [outputs], dtype: 'float32', data: bias, group },
    ]),
  );
  return [
    { name: 'iter', shape: [], dtype: 'int32', data: Int32Array.of(optimizer.iterations), group },
    ...slots.flat(),
  ];
}

/** The Keras-style configuration of the whole classifier. */
function topology({ spec, folded, head, dropout, metadata }: Classifier): unknown {
  const { inputSize: size, preprocessing } = spec;
  const layers: LayerConfig[] = [];
  const names = new Map<string, string>();
  const append = (
    class_name: string,
    name: string,
    from: readonly string[],
    config: Record<string, unknown>,
  ): void => {
    layers.push({
      class_name,
      name,
      config: { name, ...config },
      inbound_nodes: from.length > 0 ? [from.map((source) => [source, 0, 0, {}])] : [],
    });
  };
  const read = (name: string): string => names.get(name) ?? name;

  append('InputLayer', 'images', [], {
    batch_input_shape: [null, size, size, 3],
    dtype: 'float32',
    sparse: false,
  });
  const frozen = { trainable: false };
  if (isUniform(preprocessing)) {
    const [scale, offset] = [preprocessing.scale[0], preprocessing.offset[0]];
    append('Rescaling', 'normalization', ['images'], { scale, offset });
  } else {
    append('DepthwiseConv2D', 'normalization', ['images'], {
      ...frozen,
      kernel_size: [1, 1],
      strides: [1, 1],
      padding: 'valid',
      use_bias: true,
      activation: 'linear',
      data_format: 'channels_last',
      depth_multiplier: 1,
    });
  }
  names.set(folded.input, 'normalization');
  const activate = (name: string, activation: Activation): string => {
    const output = `${name}_${activation}`;
    const hardSigmoid = (end: string): void => {
      append('Rescaling', `${name}_plus_3`, [name], { scale: 1, offset: 3 });
      append('ReLU', `${name}_relu6`, [`${name}_plus_3`], { max_value: 6 });
      append('Rescaling', end, [`${name}_relu6`], { scale: 1 / 6, offset: 0 });
    };
    switch (activation) {
      case 'linear':
        return name;
      case 'relu':
        append('ReLU', output, [name], {});
        break;
      case 'relu6':
        append('ReLU', output, [name], { max_value: 6 });
        break;
      case 'sigmoid':
        append('Activation', output, [name], { activation: 'sigmoid' });
        break;
      case 'swish':
        append('Activation', output, [name], { activation: 'swish' });
        break;
      case 'hardSigmoid': // the one of TensorFlow.js is an older definition
        hardSigmoid(output);
        break;
      case 'hardSwish':
        hardSigmoid(`${name}_gate`);
        append('Multiply', output, [name, `${name}_gate`], {});
        break;
    }
    return output;
  };
  let last = '';
  for (const step of folded.steps) {
    switch (step.kind) {
      case 'conv':
      case 'depthwiseConv': {
        const shared = {
          ...frozen,
          kernel_size: [step.kernelShape[0], step.kernelShape[1]],
          strides: [step.stride, step.stride],
          padding: step.padding,
          use_bias: true,
          activation: 'linear',
          data_format: 'channels_last',
        };
        if (step.kind === 'conv')
          append('Conv2D', step.name, [read(step.from)], { ...shared, filters: step.kernelShape[3] });
        else append('DepthwiseConv2D', step.name, [read(step.from)], { ...shared, depth_multiplier: 1 });
        last = activate(step.name, step.activation);
        break;
      }
      case 'zeroPad':
        last = step.name;
        append('ZeroPadding2D', last, [read(step.from)], {
          padding: step.padding,
          data_format: 'channels_last',
        });
        break;
      case 'add':
        last = step.name;
        append('Add', last, [read(step.from), read(step.plus)], {});
        break;
      case 'activation':
        last = activate(read(step.from), step.activation);
        break;
      case 'multiply':
        last = step.name;
        append('Multiply', last, [read(step.from), read(step.by)], {});
        break;
      case 'globalAveragePool':
        last = step.name;
        append('GlobalAveragePooling2D', last, [read(step.from)], { data_format: 'channels_last' });
        if (step.keepDims) {
          const channels = layerShapes(spec).get(step.output)!.at(-1);
          append('Reshape', `${last}_keep`, [last], { target_shape: [1, 1, channels] });
          last = `${last}_keep`;
        }
        break;
    }
    names.set(step.output, last);
  }
  for (const { name, outputs, activation } of denseShapes(head)) {
    const dropped = name === 'logits' ? 'dropout' : `${name}_dropout`;
    append('Dropout', dropped, [last], { rate: dropout });
    append('Dense', name, [dropped], { units: outputs, activation, use_bias: true });
    last = name;
  }
  append('Activation', 'probabilities', ['logits'], { activation: head.units === 1 ? 'sigmoid' : 'softmax' });
  return {
    class_name: 'Model',
    config: {
      name: `classifier_of_${metadata.classNames.length}_classes`,
      layers,
      input_layers: [['images', 0, 0]],
      output_layers: [['probabilities', 0, 0]],
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}
