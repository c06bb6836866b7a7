import { type Classifier } from '../../classifier.ts';
import { type LayerDialect, layerConfigs, type ShapedLayer } from '../../layer-configs.ts';

/** The classifier's layers as Keras 3 names and configures them, in the order in which Keras keeps them. */
export function kerasLayers(classifier: Classifier): ShapedLayer[] {
  return inKerasOrder(layerConfigs(classifier, KERAS_LAYERS));
}

const ACTIVATION_NAMES = {
  sigmoid: 'sigmoid',
  swish: 'silu',
  hardSigmoid: 'hard_sigmoid',
  hardSwish: 'hard_silu',
} as const;

const KERAS_LAYERS: LayerDialect = {
  inputShape: 'batch_shape',
  normalization: ({ scale, offset }) => ({ className: 'Rescaling', config: { scale, offset } }),
  isScaledApart: () => false,
  activation(activation, from, output) {
    switch (activation) {
      case 'relu':
        return [{ className: 'ReLU', name: output, from: [from], config: {} }];
      case 'relu6':
        return [{ className: 'ReLU', name: output, from: [from], config: { max_value: 6 } }];
      case 'sigmoid':
      case 'swish':
      case 'hardSigmoid':
      case 'hardSwish': {
        const config = { activation: ACTIVATION_NAMES[activation] };
        return [{ className: 'Activation', name: output, from: [from], config }];
      }
    }
  },
};

/**
 * Keras numbers layers of one class by their place in `model.layers`: those farthest from the output first; among those
 * equally far, as a search from the output meets them. Source: `map_graph` in Keras 3 `ops/function.py`.
 *
 * @param layers each after those that it reads; the last is the output
 */
function inKerasOrder(layers: readonly ShapedLayer[]): ShapedLayer[] {
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const distance = new Map<string, number>();
  for (const { name, from } of layers.toReversed()) {
    const own = distance.get(name) ?? 0;
    distance.set(name, own);
    for (const source of from) distance.set(source, Math.max(own + 1, distance.get(source) ?? 0));
  }
  const met = new Map<string, number>();
  const waiting = layers.slice(-1);
  for (let layer = waiting.pop(); layer !== undefined; layer = waiting.pop()) {
    if (met.has(layer.name)) continue;
    met.set(layer.name, met.size);
    waiting.push(...layer.from.toReversed().map((source) => byName.get(source)!));
  }
  return [...layers].sort(
    (a, b) => distance.get(b.name)! - distance.get(a.name)! || met.get(a.name)! - met.get(b.name)!,
  );
}
