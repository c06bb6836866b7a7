import { alphaText, type BackboneSpec } from './backbone-spec.ts';

/** A no-top weights file that Keras publishes. */
export interface PublishedWeights {
  readonly name: string;
  readonly url: string;
  /** where Keras publishes one */
  readonly md5?: string;
}

const TENSORFLOW = 'https://storage.googleapis.com/tensorflow/keras-applications';
const KERAS = 'https://storage.googleapis.com/keras-applications';

/** The widths for which there are ImageNet weights. */
const MOBILENET_V2_ALPHAS: readonly number[] = [0.35, 0.5, 0.75, 1, 1.3, 1.4];
const MOBILENET_V2_SIZES: readonly number[] = [96, 128, 160, 192, 224];

/** By the rest of the file's name: the second of each pair in `keras/src/applications/mobilenet_v3.py`. */
const MOBILENET_V3_MD5 = new Map([
  ['large_224_0.75', '40af19a13ebea4e2ee0c676887f69a2e'],
  ['large_224_1.0', '07fb09a5933dd0c8eaafa16978110389'],
  ['small_224_0.75', 'ebdb5cc8e0b497cd13a7c275d475c819'],
  ['small_224_1.0', 'd3e8ec802a04aa4fc771ee12a9a9b836'],
]);

/**
 * The file that `keras.applications` loads with `weights='imagenet', include_top=False`. Those of MobileNetV2 were trained at the size
 * asked for where there are such, else at 224; those of the other families at one size each.
 *
 * @returns undefined for a width of which Keras publishes none
 */
export function publishedWeights({
  family,
  alpha = 1,
  inputSize,
}: BackboneSpec): PublishedWeights | undefined {
  switch (family) {
    case 'mobilenet_v2': {
      if (!MOBILENET_V2_ALPHAS.includes(alpha)) return undefined;
      const rows = MOBILENET_V2_SIZES.includes(inputSize) ? inputSize : 224;
      const name = `mobilenet_v2_weights_tf_dim_ordering_tf_kernels_${alphaText(alpha)}_${rows}_no_top.h5`;
      return { name, url: `${TENSORFLOW}/mobilenet_v2/${name}` };
    }
    case 'mobilenet_v3_small':
    case 'mobilenet_v3_large': {
      const model = `${family === 'mobilenet_v3_small' ? 'small' : 'large'}_224_${alphaText(alpha)}`;
      const md5 = MOBILENET_V3_MD5.get(model);
      const name = `weights_mobilenet_v3_${model}_float_no_top_v2.h5`;
      return md5 === undefined ? undefined : { name, url: `${TENSORFLOW}/mobilenet_v3/${name}`, md5 };
    }
    case 'efficientnet_b0':
      return efficientNet(KERAS, 'efficientnetb0_notop.h5', '50bc09e76180e00e4465e1a485ddc09d');
    case 'efficientnet_b1':
      return efficientNet(KERAS, 'efficientnetb1_notop.h5', '74c4e6b3e1f6a1eea24c589628592432');
    case 'efficientnet_v2_b0':
      return efficientNet(
        `${TENSORFLOW}/efficientnet_v2`,
        'efficientnetv2-b0_notop.h5',
        '893217f2bb855e2983157299931e43ff',
      );
  }
}

function efficientNet(folder: string, name: string, md5: string): PublishedWeights {
  return { name, url: `${folder}/${name}`, md5 };
}
