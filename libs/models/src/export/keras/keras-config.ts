import { type Classifier, type OptimizerState } from '../../classifier.ts';
import { type ShapedLayer } from '../../layer-configs.ts';
import { type OptimizerName } from '../../optimizer.ts';

/** `config.json` of a `.keras` file: the layers, and how the model was compiled. What is left out has Keras' defaults. */
export function kerasConfigJson(classifier: Classifier, layers: readonly ShapedLayer[]): string {
  const json = JSON.stringify(kerasConfig(classifier, layers));
  return json.replace(/"(learning_rate|momentum)":(\d+)(?=[,}])/g, '"$1":$2.0'); // Keras wants floats there
}

function kerasConfig({ metadata, head, optimizer }: Classifier, layers: readonly ShapedLayer[]): unknown {
  const shapes = new Map(layers.map(({ name, shape }) => [name, shape]));
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name: `classifier_of_${metadata.classNames.length}_classes`,
      trainable: true,
      layers: layers.map((layer) => ({
        module: 'keras.layers',
        class_name: layer.className,
        config: { name: layer.name, ...layer.config },
        registered_name: null,
        name: layer.name,
        inbound_nodes: inboundNodes(layer, shapes),
      })),
      input_layers: [['images', 0, 0]],
      output_layers: [['probabilities', 0, 0]],
    },
    registered_name: 'Functional',
    compile_config: {
      optimizer: kerasOptimizer(optimizer),
      loss: head.units === 1 ? 'binary_crossentropy' : 'sparse_categorical_crossentropy',
      metrics: ['accuracy'],
    },
  };
}

function inboundNodes(
  { className, from }: ShapedLayer,
  shapes: ReadonlyMap<string, readonly number[]>,
): unknown[] {
  if (from.length === 0) return [];
  const tensors = from.map((source) => ({
    class_name: '__keras_tensor__',
    config: {
      shape: [null, ...shapes.get(source)!],
      dtype: 'float32',
      keras_history: [source, 0, 0],
    },
  }));
  const merges = className === 'Add' || className === 'Multiply'; // these take one list
  return [{ args: merges ? [tensors] : tensors, kwargs: {} }];
}

const OPTIMIZER_CLASSES: Readonly<Record<OptimizerName, string>> = {
  adam: 'Adam',
  adamw: 'AdamW',
  sgd: 'SGD',
  rmsprop: 'RMSprop',
};

function kerasOptimizer({ name, config, learningRate }: OptimizerState): unknown {
  return {
    module: 'keras.optimizers',
    class_name: OPTIMIZER_CLASSES[name],
    config: { learning_rate: learningRate, ...config },
    registered_name: null,
  };
}
