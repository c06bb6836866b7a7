import { BestiaryError } from '@bestiary/contracts/error';
import { type BackboneSpec } from './backbone-spec.ts';
import { IMAGENET_DEVIATION, IMAGENET_MEAN } from './preprocessing.ts';
import { type WeightMap } from './weight-map.ts';

/**
 * EfficientNet B0 and B1 have a normalization layer in Keras whose values come with the weights: in the published files means, and as the
 * variance standard deviations, which a second rescaling makes good. Here it is in the preprocessing, for these very values; weights that
 * were trained behind others would silently give other features than in Keras.
 *
 * @param origin names the weights in the message: a file's path
 * @throws BestiaryError `invalid_input` for weights with other values
 */
export function checkNormalization({ name, family }: BackboneSpec, weights: WeightMap, origin: string): void {
  if (family !== 'efficientnet_b0' && family !== 'efficientnet_b1') return;
  for (const [layer, arrays] of weights) {
    const mean = arrays.get('mean');
    const variance = arrays.get('variance');
    if (!mean || !variance) continue;
    if (isNear(mean.data, IMAGENET_MEAN) && isNear(variance.data, IMAGENET_DEVIATION)) continue;
    throw new BestiaryError(
      'invalid_input',
      `${origin} holds weights of ${name} behind another normalization: layer "${layer}" has the mean [${rounded(mean.data)}] and variance [${rounded(variance.data)}], expected [${IMAGENET_MEAN.join(', ')}] and [${IMAGENET_DEVIATION.join(', ')}]`,
      { hint: "give weights that go back to Keras' weights='imagenet'" },
    );
  }
}

function isNear(found: Float32Array, expected: readonly number[]): boolean {
  return found.length === expected.length && expected.every((x, i) => Math.abs(found[i]! - x) < 1e-3);
}

function rounded(values: Float32Array): string {
  return Array.from(values, (x) => Number(x.toPrecision(4))).join(', ');
}
