import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ADAM_DEFAULTS, type Adam } from './adam.ts';
import { type FoldedGraph } from './folded-graph.ts';
import { type Head, kernelAndBias } from './head.ts';
import { type BackboneSpec } from './mobilenet-v2.ts';

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
  adam: Adam;
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
  const weights = [
    ...baseWeights(classifier.folded),
    ...headWeights(classifier),
    ...optimizerWeights(classifier),
  ];
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
        config: {
          learning_rate: classifier.adam.learningRate,
          beta_1: ADAM_DEFAULTS.beta1,
          beta_2: ADAM_DEFAULTS.beta2,
          epsilon: ADAM_DEFAULTS.epsilon,
        },
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

function baseWeights(folded: FoldedGraph): WeightEntry[] {
  return folded.steps.flatMap((step): WeightEntry[] => {
    if (step.kind !== 'conv' && step.kind !== 'depthwiseConv') return [];
    const kernel = step.kind === 'conv' ? 'kernel' : 'depthwise_kernel';
    return [
      { name: `${step.name}/${kernel}`, shape: step.kernelShape, dtype: 'float32', data: step.kernel },
      { name: `${step.name}/bias`, shape: [step.bias.length], dtype: 'float32', data: step.bias },
    ];
  });
}

function headWeights({ head }: Classifier): WeightEntry[] {
  const { kernel, bias } = kernelAndBias(head);
  return [
    { name: 'logits/kernel', shape: [head.features, head.units], dtype: 'float32', data: kernel },
    { name: 'logits/bias', shape: [head.units], dtype: 'float32', data: bias },
  ];
}

/** In the order that the optimizer of TensorFlow.js reads: the step count, first moments, second moments. */
function optimizerWeights({ head, adam }: Classifier): WeightEntry[] {
  const moments = (letter: 'm' | 'v'): WeightEntry[] => {
    const { kernel, bias } = kernelAndBias(head, adam[letter]);
    return [
      {
        name: `logits/kernel/${letter}`,
        shape: [head.features, head.units],
        dtype: 'float32',
        data: kernel,
        group: 'optimizer',
      },
      {
        name: `logits/bias/${letter}`,
        shape: [head.units],
        dtype: 'float32',
        data: bias,
        group: 'optimizer',
      },
    ];
  };
  return [
    { name: 'iter', shape: [], dtype: 'int32', data: Int32Array.of(adam.iterations), group: 'optimizer' },
    ...moments('m'),
    ...moments('v'),
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
  append('Rescaling', 'rescaling', ['images'], { scale: preprocessing.scale, offset: preprocessing.offset });
  names.set(folded.input, 'rescaling');
  const frozen = { trainable: false };
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
        last = step.name;
        if (step.relu6) {
          last = `${step.name}_relu`;
          append('ReLU', last, [step.name], { max_value: 6 });
        }
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
      case 'globalAveragePool':
        last = step.name;
        append('GlobalAveragePooling2D', last, [read(step.from)], { data_format: 'channels_last' });
        break;
    }
    names.set(step.output, last);
  }
  append('Dropout', 'dropout', [last], { rate: dropout });
  append('Dense', 'logits', ['dropout'], { units: head.units, activation: 'linear', use_bias: true });
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
