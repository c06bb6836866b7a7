import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Classifier, savedMetadata } from './classifier.ts';
import { denseWeights } from './head.ts';
import { type LayerConfig, layerConfigs, type LayerDialect, scaleLayer } from './layer-configs.ts';
import { isUniform } from './preprocessing.ts';
import { type StoragePlan } from './quantize/quantization.ts';
import { scaleKernel } from './quantize/stored-kernel.ts';
import { savedOptimizer, tfjsOptimizer, tfjsSlots } from './tfjs-optimizer.ts';
import { packWeights, type SavedArray } from './weight-manifest.ts';

/**
 * Writes a whole classifier as a TensorFlow.js layers model: `model.json` and weight shards in `folder`. Images `[n, size, size, 3]`, 0..255
 * go in, probabilities come out: `[n, 1]` (of class 1) for two classes, else `[n, classes]`. Batch norm is folded into the convolutions, so that training the
 * head on goes on in inference mode, as it was done here; the base's layers are marked as not trainable. The optimizer's state is
 * saved with it and restored by `tf.loadLayersModel`. `loadClassifier` reads it back whole.
 *
 * @param plan which kernels are stored in fewer bits, and their biases; none by default
 * @returns the files written, by their names in `folder`
 */
export async function saveLayersModel(
  folder: string,
  classifier: Classifier,
  plan: StoragePlan = AS_THEY_ARE,
): Promise<string[]> {
  const { group, shards } = packWeights([
    ...baseWeights(classifier, plan),
    ...headWeights(classifier),
    ...optimizerWeights(classifier),
  ]);
  const { optimizer, dropout, metadata } = classifier;
  const model = {
    format: 'layers-model',
    generatedBy: `Bestiary ${metadata.provenance.bestiaryVersion}`,
    convertedBy: null,
    modelTopology: topology(classifier, plan),
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

const AS_THEY_ARE: StoragePlan = { storage: new Map(), biases: new Map() };

function baseWeights({ spec, folded }: Classifier, { storage, biases }: StoragePlan): SavedArray[] {
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
    const name = `${step.name}/${step.kind === 'conv' ? 'kernel' : 'depthwise_kernel'}`;
    const kernel = { name, shape: step.kernelShape, dtype: 'float32' } as const;
    const bias = biases.get(step.name) ?? step.bias;
    const stored = storage.get(step.name);
    if (stored !== 'uint8' && stored !== 'uint16') {
      return [{ ...kernel, data: step.kernel, storage: stored }, vector(`${step.name}/bias`, bias)];
    }
    const { whole, factors } = scaleKernel(step, stored);
    return [{ ...kernel, data: whole, storage: stored }, ...scaleWeights(step.name, factors, bias)];
  });
  return [...normalization, ...convolutions];
}

/** Factors and biases as a batch norm of mean 0 and variance 1. */
function scaleWeights(convolution: string, factors: Float32Array, bias: Float32Array): SavedArray[] {
  const scale = scaleLayer(convolution);
  return [
    vector(`${scale}/gamma`, factors),
    vector(`${scale}/beta`, bias),
    vector(`${scale}/moving_mean`, new Float32Array(bias.length)),
    vector(`${scale}/moving_variance`, new Float32Array(bias.length).fill(1)),
  ];
}

function vector(name: string, data: Float32Array): SavedArray {
  return { name, shape: [data.length], dtype: 'float32', data };
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

/** The configuration of the whole classifier. */
function topology(classifier: Classifier, plan: StoragePlan): unknown {
  return {
    class_name: 'Model',
    config: {
      name: `classifier_of_${classifier.metadata.classNames.length}_classes`,
      layers: layerConfigs(classifier, tfjsLayers(plan)).map(({ className, name, from, config }) => ({
        class_name: className,
        name,
        config: { name, ...config },
        inbound_nodes: from.length > 0 ? [from.map((source) => [source, 0, 0, {}])] : [],
      })),
      input_layers: [['images', 0, 0]],
      output_layers: [['probabilities', 0, 0]],
    },
    keras_version: 'tfjs-layers 4.22.0',
    backend: 'tensor_flow.js',
  };
}

const tfjsLayers = ({ storage }: StoragePlan): LayerDialect => ({
  inputShape: 'batch_input_shape',
  isScaledApart: ({ name }) => storage.get(name)?.startsWith('uint') ?? false,
  normalization(preprocessing) {
    const [scale, offset] = [preprocessing.scale[0], preprocessing.offset[0]];
    if (isUniform(preprocessing)) return { className: 'Rescaling', config: { scale, offset } };
    const config = {
      trainable: false,
      kernel_size: [1, 1],
      strides: [1, 1],
      padding: 'valid',
      use_bias: true,
      activation: 'linear',
      data_format: 'channels_last',
      depth_multiplier: 1,
    };
    return { className: 'DepthwiseConv2D', config };
  },
  activation(activation, from, output) {
    switch (activation) {
      case 'relu':
        return [{ className: 'ReLU', name: output, from: [from], config: {} }];
      case 'relu6':
        return [{ className: 'ReLU', name: output, from: [from], config: { max_value: 6 } }];
      case 'sigmoid':
      case 'swish':
        return [{ className: 'Activation', name: output, from: [from], config: { activation } }];
      case 'hardSigmoid':
        return hardSigmoid(from, output);
      case 'hardSwish': {
        const gate = `${output}_gate`;
        const multiply = { className: 'Multiply', name: output, from: [from, gate], config: {} };
        return [...hardSigmoid(from, gate), multiply];
      }
    }
  },
});

/** That of TensorFlow.js is an older definition, so here it is in its parts: `relu6(x + 3) / 6`. */
function hardSigmoid(from: string, output: string): LayerConfig[] {
  const [shifted, clipped] = [`${output}_plus_3`, `${output}_relu6`];
  return [
    { className: 'Rescaling', name: shifted, from: [from], config: { scale: 1, offset: 3 } },
    { className: 'ReLU', name: clipped, from: [shifted], config: { max_value: 6 } },
    { className: 'Rescaling', name: output, from: [clipped], config: { scale: 1 / 6, offset: 0 } },
  ];
}
