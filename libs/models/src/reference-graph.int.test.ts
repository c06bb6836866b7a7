import { describe, expect, it } from 'vitest';
import { BACKBONES } from './backbones.ts';
import { formulaPicture, formulaWeights } from './formula-weights.test.ts';
import { kerasBackbones } from './keras-backbone-fixture.test.ts';
import { type Layer, layerShapes } from './layer-graph.ts';
import { referenceOutputs } from './reference-graph.test.ts';

const fixtures = kerasBackbones().filter(({ layers }) => layers !== undefined);

/**
 * Keras' name of a layer that has what ours puts out: EfficientNet's squeeze is followed by a reshape there, and the convolutions after it end
 * with their activation.
 */
function nameInKeras({ name, kind }: Layer): string {
  if (kind === 'globalAveragePool') return name.replace(/_se_squeeze$/, '_se_reshape');
  return kind === 'activation' ? name.replace(/_(se_reduce|se_expand)_activation$/, '_$1') : name;
}

describe('a backbone with the weights of a formula', () => {
  it('has been run in Keras for every family', () => {
    expect(new Set(fixtures.map(({ spec }) => spec.family))).toEqual(new Set(BACKBONES));
  });

  it.each(fixtures)(
    '$spec.name at $spec.inputSize px puts out in every layer what Keras does, to 1e-4 of its range',
    ({ spec, factors, layers, features }) => {
      const { scale, offset } = spec.preprocessing;
      const picture = Float64Array.from(
        formulaPicture(spec.inputSize),
        (x, i) => x * scale[i % 3]! + offset[i % 3]!,
      );
      const outputs = referenceOutputs(spec, formulaWeights(spec, factors), picture);
      const shapes = layerShapes(spec);
      const ours = new Map<string, Layer>();
      for (const layer of spec.layers) ours.set(nameInKeras(layer), layer);
      const compared = new Set<string>();
      for (const keras of layers!) {
        const layer = ours.get(keras.layer);
        if (!layer) continue;
        const output = outputs.get(layer.name)!;
        const within = keras.largest * 1e-4;
        const mean = output.reduce((sum, x) => sum + x, 0) / output.length;
        const deviation = Math.sqrt(output.reduce((sum, x) => sum + (x - mean) ** 2, 0) / output.length);
        expect(shapes.get(layer.name), keras.layer).toEqual(keras.shape);
        expect(Math.abs(mean - keras.mean), keras.layer).toBeLessThan(within);
        expect(Math.abs(deviation - keras.deviation), keras.layer).toBeLessThan(within);
        for (const [i, x] of keras.first.entries())
          expect(Math.abs(output[i]! - x), keras.layer).toBeLessThan(within);
        for (const [i, x] of keras.last.entries())
          expect(Math.abs(output.at(i - keras.last.length)! - x), keras.layer).toBeLessThan(within);
        compared.add(keras.layer);
      }
      // Keras numbers some activations through the whole process: they show in the layers after them
      for (const layer of spec.layers)
        if (layer.kind !== 'input' && layer.kind !== 'activation')
          expect(compared).toContain(nameInKeras(layer));
      const last = outputs.get(spec.layers.at(-1)!.name)!;
      last.forEach((x, i) => expect(Math.abs(x - features[i]!)).toBeLessThan(1e-4));
    },
  );
});
