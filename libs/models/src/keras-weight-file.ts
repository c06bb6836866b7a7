import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import type * as Hdf5 from 'h5wasm/node';
import { BY_CLASS, type WeightArray, type WeightMap } from './weight-map.ts';

const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

/** HDF5's class of integer types (H5T_INTEGER). */
const WHOLE_NUMBERS = 0;

/** The arrays of a layer by its class, in the order in which Keras 3 numbers them. */
const VARIABLES: Readonly<Record<string, readonly string[]>> = {
  conv2d: ['kernel', 'bias'],
  depthwise_conv2d: ['kernel', 'bias'],
  batch_normalization: ['gamma', 'beta', 'moving_mean', 'moving_variance'],
  normalization: ['mean', 'variance', 'count'],
  dense: ['kernel', 'bias'],
};

/**
 * Reads a weights file of Keras, in one of two layouts:
 * - the legacy one (`<layer>/<layer>/kernel:0`, with or without `:0`), as `keras.applications` publishes them and `model.save('x.h5')` writes them,
 *   layers and arrays in the order of the file. Depthwise kernels are called `kernel` here, whatever the file calls them;
 * - that of Keras 3's `model.save_weights('x.weights.h5')`, which names layers by class and count (`layers/conv2d_3/vars/0`): they are called
 *   `layers/conv2d_3` here, and `matchLayers` finds whose they are.
 *
 * Counters, which Keras keeps as whole numbers, are passed over.
 *
 * @throws BestiaryError `not_found` for no such file, `invalid_input` for one that is no HDF5 file or can't be read to its end
 */
export async function readKerasWeights(path: string): Promise<WeightMap> {
  return parseKerasWeights(await readWeightBytes(path), path);
}

/** The bytes of a weights file. @throws BestiaryError as {@link readKerasWeights} does */
export async function readWeightBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    throw code === 'ENOENT'
      ? new BestiaryError('not_found', `there is no weights file ${path}`, { cause: error })
      : new BestiaryError('invalid_input', `the weights file ${path} can't be read: ${messageOf(error)}`, {
          cause: error,
        });
  }
}

/** As {@link readKerasWeights}, from bytes; `origin` names them in messages. */
export async function parseKerasWeights(bytes: Buffer, origin: string): Promise<WeightMap> {
  if (!bytes.subarray(0, 8).equals(HDF5_SIGNATURE)) {
    throw new BestiaryError('invalid_input', `${origin} is no HDF5 file`, {
      hint: 'give a Keras weights file (.h5)',
    });
  }
  const hdf5 = await import('h5wasm/node'); // takes a tenth of a second to load
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-weights-'));
  try {
    // the library reads files only; a copy with a plain name also serves any path there is
    const copy = join(folder, 'weights.h5');
    await writeFile(copy, bytes);
    (await hdf5.ready).activate_throwing_error_handler(); // else the library prints its errors
    const file = new hdf5.File(copy, 'r');
    try {
      const byClass = file.get('layers');
      if (isGroup(byClass)) return weightsByClass(byClass);
      const model = file.get('model_weights'); // where a whole saved model keeps them
      return weightsByName(isGroup(model) ? model : file);
    } finally {
      file.close();
    }
  } catch (error) {
    throw new BestiaryError('invalid_input', `${origin} can't be read as HDF5: ${reasonOf(error)}`, {
      cause: error,
      hint: 'it may be cut short: fetch it again',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Of the library's stack of causes, the deepest: "truncated file: eof = 1796396, …". */
function reasonOf(error: unknown): string {
  const causes = [...messageOf(error).matchAll(/^ +#\d+: .*?\(\): (.*)$/gm)];
  return causes.at(-1)?.[1] ?? messageOf(error);
}

/** The legacy layout. */
function weightsByName(root: Hdf5.Group): WeightMap {
  const weights = new Map<string, ReadonlyMap<string, WeightArray>>();
  for (const layer of namesIn(root, 'layer_names') ?? root.keys()) {
    const group = root.get(layer);
    if (isGroup(group)) weights.set(layer, arraysIn(group));
  }
  return weights;
}

/** The layout of Keras 3. */
function weightsByClass(layers: Hdf5.Group): WeightMap {
  const weights = new Map<string, ReadonlyMap<string, WeightArray>>();
  for (const layer of layers.keys()) {
    const variables = layers.get(`${layer}/vars`);
    if (!isGroup(variables)) continue;
    const names = VARIABLES[layer.replace(/_\d+$/, '')] ?? [];
    const arrays = new Map<string, WeightArray>();
    for (const index of variables.keys()) {
      const array = arrayAt(variables, index);
      if (array) arrays.set(names[Number(index)] ?? index, array);
    }
    weights.set(`${BY_CLASS}${layer}`, arrays);
  }
  return weights;
}

/** The arrays of one layer in Keras' order: as `weight_names` has it, else as the file lists them. */
function arraysIn(layer: Hdf5.Group): Map<string, WeightArray> {
  const arrays = new Map<string, WeightArray>();
  for (const path of namesIn(layer, 'weight_names') ?? pathsBelow(layer)) {
    const array = arrayAt(layer, path);
    const name = path
      .slice(path.lastIndexOf('/') + 1)
      .replace(/:\d+$/, '')
      .replace('depthwise_kernel', 'kernel');
    if (array) arrays.set(name, array);
  }
  return arrays;
}

/** @returns undefined for whole numbers */
function arrayAt(group: Hdf5.Group, path: string): WeightArray | undefined {
  const dataset = group.get(path);
  if (!isDataset(dataset)) throw new Error(`"${group.path}/${path}" is missing`);
  const { value, shape } = dataset;
  if (value instanceof Float32Array) return { shape: [...(shape ?? [])], data: value };
  if (value instanceof Float64Array) return { shape: [...(shape ?? [])], data: Float32Array.from(value) };
  if (dataset.metadata.type === WHOLE_NUMBERS) return undefined;
  throw new Error(`"${group.path}/${path}" holds no numbers`);
}

type Entity = ReturnType<Hdf5.Group['get']>;

function isGroup(entity: Entity): entity is Hdf5.Group {
  return entity !== null && 'keys' in entity;
}

function isDataset(entity: Entity): entity is Hdf5.Dataset {
  return entity !== null && 'value' in entity;
}

function namesIn(group: Hdf5.Group, attribute: string): string[] | undefined {
  const names = group.attrs[attribute]?.value;
  return Array.isArray(names) ? names.map(String) : undefined;
}

function pathsBelow(group: Hdf5.Group): string[] {
  return group.keys().flatMap((key) => {
    const child = group.get(key);
    return isGroup(child) ? pathsBelow(child).map((path) => `${key}/${path}`) : [key];
  });
}
