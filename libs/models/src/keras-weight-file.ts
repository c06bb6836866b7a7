import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { type Dataset, File, Group, ready } from 'h5wasm/node';
import { type WeightArray, type WeightMap } from './weight-map.ts';

const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Reads a weights file in Keras' legacy layout (`<layer>/<layer>/kernel:0`, with or without `:0`), as
 * `keras.applications` publishes them. Depthwise kernels are called `kernel` here, whatever the file calls them.
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
  const folder = await mkdtemp(join(tmpdir(), 'bestiary-weights-'));
  try {
    // the library reads files only, and prints its errors; a copy with a plain name also serves any path there is
    const copy = join(folder, 'weights.h5');
    await writeFile(copy, bytes);
    await ready;
    const file = new File(copy, 'r');
    try {
      const weights = new Map<string, Map<string, WeightArray>>();
      for (const layer of file.keys()) {
        const group = file.get(layer);
        if (group instanceof Group) weights.set(layer, collect(group, new Map()));
      }
      return weights;
    } finally {
      file.close();
    }
  } catch (error) {
    throw new BestiaryError('invalid_input', `${origin} can't be read as HDF5: ${messageOf(error)}`, {
      cause: error,
      hint: 'it may be cut short: fetch it again',
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function collect(group: Group, arrays: Map<string, WeightArray>): Map<string, WeightArray> {
  for (const key of group.keys()) {
    const child = group.get(key);
    if (child instanceof Group) collect(child, arrays);
    else if (child !== null && 'shape' in child) {
      const dataset = child as Dataset;
      const { value } = dataset;
      if (!(value instanceof Float32Array || value instanceof Float64Array))
        throw new Error(`"${key}" holds no numbers`);
      const name = key.replace(/:\d+$/, '').replace('depthwise_kernel', 'kernel');
      arrays.set(name, { shape: [...(dataset.shape ?? [])], data: Float32Array.from(value) });
    }
  }
  return arrays;
}
