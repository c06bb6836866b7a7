import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as Tfjs from '@tensorflow/tfjs-core';
import { strFromU8, unzipSync } from 'fflate';
import { type Dataset, File, type Group, ready } from 'h5wasm/node';
import { loadBackend } from '../../backend.ts';

interface KerasLayer {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: unknown[];
}

/** Runs a `.keras` file in Node, layer by layer as its `config.json` says: for tests, where Keras itself is not at hand. */
export async function runKerasFile(
  path: string,
  images: Float32Array,
  count: number,
): Promise<ArrayLike<number>> {
  const files = unzipSync(await readFile(path));
  const { config } = JSON.parse(strFromU8(files['config.json']!)) as { config: { layers: KerasLayer[] } };
  const { tf } = await loadBackend('tensorflow');
  const weights = await readWeights(files['model.weights.h5']!, tf);
  const outputs = new Map<string, Tfjs.Tensor>();
  for (const layer of config.layers) {
    const sources = JSON.stringify(layer.inbound_nodes).matchAll(/"keras_history":\["([^"]+)"/g);
    const inputs = Array.from(sources, ([, name]) => outputs.get(name!)!);
    const size = Math.sqrt(images.length / count / 3);
    const output =
      layer.class_name === 'InputLayer'
        ? tf.tensor4d(images, [count, size, size, 3])
        : call(tf, layer, inputs, weights.get(layer.name) ?? []);
    outputs.set(layer.name, output);
  }
  return outputs.get('probabilities')!.data();
}

function call(
  tf: typeof Tfjs,
  { class_name, config }: KerasLayer,
  inputs: Tfjs.Tensor[],
  [kernel, bias]: Tfjs.Tensor[],
): Tfjs.Tensor {
  const [x, y] = inputs as [Tfjs.Tensor4D, Tfjs.Tensor4D];
  const strides = config['strides'] as [number, number];
  const padding = config['padding'] as 'same' | 'valid' | [[number, number], [number, number]];
  switch (class_name) {
    case 'Rescaling':
      return tf.add(tf.mul(x, config['scale'] as number[]), config['offset'] as number[]);
    case 'Conv2D':
      return tf.add(tf.conv2d(x, kernel as Tfjs.Tensor4D, strides, padding as 'same'), bias!);
    case 'DepthwiseConv2D':
      return tf.add(tf.depthwiseConv2d(x, kernel as Tfjs.Tensor4D, strides, padding as 'same'), bias!);
    case 'ZeroPadding2D':
      return tf.pad(x, [[0, 0], ...(padding as [[number, number], [number, number]]), [0, 0]]);
    case 'ReLU':
      return config['max_value'] === 6 ? tf.relu6(x) : tf.relu(x);
    case 'Add':
      return tf.add(x, y);
    case 'Multiply':
      return tf.mul(x, y);
    case 'GlobalAveragePooling2D':
      return tf.mean(x, [1, 2]);
    case 'Reshape':
      return tf.reshape(x, [x.shape[0], ...(config['target_shape'] as number[])]);
    case 'Dropout':
      return x;
    case 'Dense': {
      const sum = tf.add(tf.matMul(x as Tfjs.Tensor, kernel!), bias!);
      return config['activation'] === 'relu' ? tf.relu(sum) : sum;
    }
    case 'Activation':
      return ACTIVATIONS[config['activation'] as string]!(tf, x);
    default:
      throw new Error(`the interpreter knows no ${class_name}`);
  }
}

const hardSigmoid = (tf: typeof Tfjs, x: Tfjs.Tensor): Tfjs.Tensor => tf.div(tf.relu6(tf.add(x, 3)), 6);

const ACTIVATIONS: Record<string, (tf: typeof Tfjs, x: Tfjs.Tensor) => Tfjs.Tensor> = {
  sigmoid: (tf, x) => tf.sigmoid(x),
  softmax: (tf, x) => tf.softmax(x),
  silu: (tf, x) => tf.mul(x, tf.sigmoid(x)),
  hard_sigmoid: hardSigmoid,
  hard_silu: (tf, x) => tf.mul(x, hardSigmoid(tf, x)),
};

/** The arrays of every layer, by the layer's name. */
async function readWeights(bytes: Uint8Array, tf: typeof Tfjs): Promise<Map<string, Tfjs.Tensor[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-keras-reader-'));
  const path = join(folder, 'weights.h5');
  try {
    await writeFile(path, bytes);
    await ready;
    const file = new File(path, 'r');
    const layers = file.get('layers') as Group;
    const weights = layers.keys().map((key): [string, Tfjs.Tensor[]] => {
      const vars = layers.get(`${key}/vars`) as Group;
      const arrays = vars.keys().map((_, i) => {
        const { value, shape } = vars.get(String(i)) as Dataset;
        return tf.tensor(value as Float32Array, shape!);
      });
      return [vars.attrs['name']!.value as string, arrays];
    });
    file.close();
    return new Map(weights);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
