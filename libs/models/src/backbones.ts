import { BestiaryError } from '@bestiary/contracts/error';
import { type BackboneFamily, type BackboneSpec } from './backbone-spec.ts';
import { efficientNetV2B0 } from './efficientnet-v2.ts';
import { efficientNetB0, efficientNetB1 } from './efficientnet.ts';
import { mobileNetV2 } from './mobilenet-v2.ts';
import { mobileNetV3Large, mobileNetV3Small } from './mobilenet-v3.ts';

type Build =
  | { width: true; build: (alpha: number, inputSize: number) => BackboneSpec }
  | {
      width: false;
      build: (inputSize: number) => BackboneSpec;
    };

const BUILDS: Readonly<Record<BackboneFamily, Build>> = {
  mobilenet_v2: { width: true, build: mobileNetV2 },
  mobilenet_v3_small: { width: true, build: mobileNetV3Small },
  mobilenet_v3_large: { width: true, build: mobileNetV3Large },
  efficientnet_b0: { width: false, build: efficientNetB0 },
  efficientnet_b1: { width: false, build: efficientNetB1 },
  efficientnet_v2_b0: { width: false, build: efficientNetV2B0 },
};

/** The names that `--backbone` takes. */
export const BACKBONES = Object.keys(BUILDS) as readonly BackboneFamily[];

export interface BackboneOptions {
  /** width multiplier, for the families that have one; 1 when absent, and the only width of the others */
  alpha?: number;
  /** side of the square input in pixels, a whole number ≥ 32 */
  inputSize: number;
}

/**
 * The backbone of a family.
 *
 * @throws BestiaryError `invalid_input` for a name that is none of {@link BACKBONES}, a size or a width that can't be, and a width
 *   other than 1 for a family that has no widths
 */
export function backboneSpec(backbone: string, { alpha = 1, inputSize }: BackboneOptions): BackboneSpec {
  if (!isFamily(backbone)) {
    throw new BestiaryError('invalid_input', `there is no backbone "${backbone}"`, {
      hint: `choose one of ${BACKBONES.join(', ')}`,
    });
  }
  const family: Build = BUILDS[backbone];
  if (family.width) return family.build(alpha, inputSize);
  if (alpha === 1) return family.build(inputSize);
  throw new BestiaryError('invalid_input', `${backbone} has no widths: it can't be had at ${alpha}`, {
    hint: 'leave --alpha out',
  });
}

/**
 * The backbone that a saved model names: the inverse of {@link BackboneSpec.name}.
 *
 * @param name `mobilenet_v2_0.35`, `efficientnet_b0`
 * @throws BestiaryError `invalid_input` for a name that no backbone has
 */
export function backboneByName(name: string, inputSize: number): BackboneSpec {
  if (isFamily(name) && !BUILDS[name].width) return backboneSpec(name, { inputSize });
  const [, family = '', alpha = ''] = /^(.+)_(\d+\.\d+)$/.exec(name) ?? [];
  if (isFamily(family) && BUILDS[family].width)
    return backboneSpec(family, { alpha: Number(alpha), inputSize });
  throw new BestiaryError('invalid_input', `there is no backbone of the name "${name}"`, {
    hint: `names begin with ${BACKBONES.join(', ')}; a width follows where there are several: mobilenet_v2_1.0`,
  });
}

function isFamily(name: string): name is BackboneFamily {
  return Object.hasOwn(BUILDS, name);
}
