import { BestiaryError } from '@bestiary/contracts/error';
import { type LayerGraph } from './layer-graph.ts';
import { type Preprocessing } from './preprocessing.ts';

/** What `--backbone` names: an architecture, its width left open where it has one. */
export type BackboneFamily =
  | 'mobilenet_v2'
  | 'mobilenet_v3_small'
  | 'mobilenet_v3_large'
  | 'efficientnet_b0'
  | 'efficientnet_b1'
  | 'efficientnet_v2_b0';

/** An architecture at one width and input size: its layers, and what happens to the pixels before the first one. */
export interface BackboneSpec extends LayerGraph {
  /** family and width, without the size: `mobilenet_v2_1.0`, `efficientnet_b0` */
  readonly name: string;
  readonly family: BackboneFamily;
  /** width multiplier, where the family has one */
  readonly alpha?: number;
  readonly preprocessing: Preprocessing;
}

/** Below this the last feature map would vanish (Keras' own bound, for every family). */
export const MIN_IMAGE_SIZE = 32;

/** @throws BestiaryError `invalid_input` for a size that is not whole or below {@link MIN_IMAGE_SIZE} */
export function checkInputSize(architecture: string, inputSize: number): void {
  if (Number.isInteger(inputSize) && inputSize >= MIN_IMAGE_SIZE) return;
  throw new BestiaryError('invalid_input', `${architecture} can't run on images of ${inputSize} pixels`, {
    hint: `choose a whole number of at least ${MIN_IMAGE_SIZE}`,
  });
}

/** @throws BestiaryError `invalid_input` for a width that is not a finite number above 0 */
export function checkAlpha(architecture: string, alpha: number): void {
  if (alpha > 0 && Number.isFinite(alpha)) return;
  throw new BestiaryError('invalid_input', `${architecture} needs a width above 0, not ${alpha}`);
}

/** A width as Python prints a float, and so as names have it: `1.0`, `0.35`. */
export function alphaText(alpha: number): string {
  return Number.isInteger(alpha) ? alpha.toFixed(1) : String(alpha);
}
