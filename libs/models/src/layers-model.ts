import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Activation } from './activation.ts';
import { type Classifier, savedMetadata } from './classifier.ts';
import { denseShapes, denseWeights } from './head.ts';
import { layerShapes } from './layer-graph.ts';
import { isUniform } from './preprocessing.ts';
import { savedOptimizer, tfjsOptimizer, tfjsSlots } from './tfjs-optimizer.ts';
import { packWeights, type Quantization, type SavedArray } from './weight-manifest.ts';

type LayerConfig = {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
};

/**
 * Writes a whole classifier as a TensorFlow.js layers model: `model.json` and weight shards in `folder`. Images `[n, size, size, 3]`, 0..255
 * go in, probabilities come out: `[n, 1]` (of class 1) for two classes, else `[n, classes]`. Batch norm is folded into the convolutions, so that training the
 * head on goes on in inference mode, as it was done here; the base's layers are marked as not trainable. The optimizer's state is
 * saved with it and restored by `tf.loadLayersModel`. `loadClassifier` reads it back whole.
 *
 * @param quantize stores the kernels in fewer bits; they come back as float32, less exact
 * @returns the files written, by their names in `folder`
 */
export async function saveLayersModel(
  folder: string,
  classifier: Classifier,
  quantize?: Quantization,
): Promise<string[]> {
  const arrays = [...baseWeights(classifier), ...headWeights(classifier)];
  const { group, shards } = packWeights([
    ...arrays.map((array) => (array.shape.length > 1 ? { ...array, quantize } : array)),
    ...optimizerWeights(classifier),
  ]);
  const { optimizer, dropout, metadata } = classifier;
  const model = {
    format: 'layers-model',
    generatedBy: `Bestiary ${metadata.provenance.bestiaryVersion}`,
    convertedBy: null,
    modelTopology: topology(classifier),
    trainingConfig: {
      optimizer_config: tfjsOptimizer(optimizer),
      loss: classifier.head.units === 1 ? 'binary_crossentropy' : 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
      dropout,
      optimizer: savedOptimizer(optimizer),
    },
    weightsManifest: [group],
    userDefinedMetadata: savedMetadata(classifier),
  };
  await mkdir(folder, { recursive: true });
  await Promise.all([
    writeFile(join(folder, 'model.json'), JSON.stringify(model)),
    ...shards.map(({ path, bytes }) => writeFile(join(folder, path), bytes)),
  ]);
  return ['model.json', ...group.paths];
}

function baseWeights({ spec, folded }: Classifier): SavedArray[] {
  const { scale, offset } = spec.preprocessing;
  const normalization: SavedArray[] = isUniform(spec.preprocessing)
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
  const convolutions = folded.steps.flatMap((step): SavedArray[] => {
    if (step.kind !== 'conv' && step.kind !== 'depthwiseConv') return [];
    const kernel = step.kind === 'conv' ? 'kernel' : 'depthwise_kernel';
    return [
      { name: `${step.name}/${kernel}`, shape: step.kernelShape, dtype: 'float32', data: step.kernel },
      { name: `${step.name}/bias`, shape: [step.bias.length], dtype: 'float32', data: step.bias },
    ];
  });
  return [...normalization, ...convolutions];
}

function headWeights({ head }: Classifier): SavedArray[] {
  return denseWeights(head).flatMap(({ name, inputs, outputs, kernel, bias }): SavedArray[] => [
    { name: `${name}/kernel`, shape: [inputs, outputs], dtype: 'float32', data: kernel },
    { name: `${name}/bias`, shape: [outputs], dtype: 'float32', data: bias },
  ]);
}

/** The step count, then slot by slot: in the order that the optimizer of TensorFlow.js reads. */
function optimizerWeights({ head, optimizer }: Classifier): SavedArray[] {
  const group = 'optimizer';
  const slots = tfjsSlots(optimizer, head.parameters.length).map(([slot, numbers]) =>
    denseWeights(head, numbers).flatMap(({ name, inputs, outputs, kernel, bias }): SavedArray[] => [
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
