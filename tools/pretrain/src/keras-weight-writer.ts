import { rename } from 'node:fs/promises';
import { type LayerGraph, weightTable } from '@bestiary/models/layer-graph';
import { type WeightMap, weightOf } from '@bestiary/models/weight-map';
import { File, ready } from 'h5wasm/node';

/**
 * Writes weights as Keras' `save_weights` does for HDF5: a group a layer with the attribute `weight_names`, the arrays
 * at `<layer>/<layer>/<name>`, the root's `layer_names` in the graph's order (pooling left out, as in Keras' own
 * no-top files). Written beside and moved into place.
 *
 * @param weights every array of `weightTable(graph)`
 */
export async function writeKerasWeights(path: string, graph: LayerGraph, weights: WeightMap): Promise<void> {
  await ready;
  const layers = graph.layers
    .filter((layer) => layer.kind !== 'globalAveragePool')
    .map((layer) => layer.name);
  const table = weightTable(graph);
  const part = `${path}.part`;
  // the newer format's groups take a fraction of the older one's space, and there are 260 of them
  const file = new File(part, 'w', { libver: ['v108', 'v108'] });
  try {
    file.create_attribute('layer_names', layers);
    file.create_attribute('backend', 'tensorflow');
    file.create_attribute('keras_version', '2.15.0');
    for (const layer of layers) {
      const group = file.create_group(layer);
      const own = table.filter((weight) => weight.layer === layer);
      const names = own.map((weight) => `${layer}/${weight.name}`);
      if (names.length === 0) {
        group.create_attribute('weight_names', new Float64Array(0), [0]);
        continue;
      }
      group.create_attribute('weight_names', names);
      const inner = group.create_group(layer);
      for (const { name, shape } of own) {
        const { data } = weightOf(weights, layer, name);
        inner.create_dataset({ name, data, shape: [...shape], dtype: '<f' });
      }
    }
    file.flush();
  } finally {
    file.close();
  }
  await rename(part, path);
}
