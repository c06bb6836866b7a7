import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { Dataset, File, Group, ready } from 'h5wasm/node';
import { type WeightArray, type WeightMap } from './weight-map.ts';

const HDF5_SIGNATURE = Buffer.from([0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * Reads a weights file in Keras' legacy layout (`<layer>/<layer>/kernel:0`, with or without `:0`), as
 * `keras.applications` publishes them, layers and arrays in the order in which Keras wrote them. Depthwise kernels are
 * called `kernel` here, whatever the file calls them.
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
    // the library reads files only; a copy with a plain name also serves any path there is
    const copy = join(folder, 'weights.h5');
    await writeFile(copy, bytes);
    (await ready).activate_throwing_error_handler(); // else the library prints its errors
    const file = new File(copy, 'r');
    try {
      const model = file.get('model_weights'); // where a whole saved model keeps them
      const root = model instanceof Group ? model : file;
      const weights = new Map<string, Map<string, WeightArray>>();
      for (const layer of namesIn(root, 'layer_names') ?? root.keys()) {
        const group = root.get(layer);
        if (group instanceof Group) weights.set(layer, arraysIn(group));
      }
      return weights;
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

/** The arrays of one layer in Keras' order: as `weight_names` has it, else as the file lists them. */
function arraysIn(layer: Group): Map<string, WeightArray> {
  const arrays = new Map<string, WeightArray>();
  for (const path of namesIn(layer, 'weight_names') ?? pathsBelow(layer)) {
    const dataset = layer.get(path);
    if (!(dataset instanceof Dataset)) throw new Error(`"${layer.path}/${path}" is missing`);
    const { value } = dataset;
    if (!(value instanceof Float32Array || value instanceof Float64Array))
      throw new Error(`"${layer.path}/${path}" holds no numbers`);
    const name = path
      .slice(path.lastIndexOf('/') + 1)
      .replace(/:\d+$/, '')
      .replace('depthwise_kernel', 'kernel');
    arrays.set(name, { shape: [...(dataset.shape ?? [])], data: Float32Array.from(value) });
  }
  return arrays;
}

function namesIn(group: Group, attribute: string): string[] | undefined {
  const names = group.attrs[attribute]?.value;
  return Array.isArray(names) ? names.map(String) : undefined;
}

function pathsBelow(group: Group): string[] {
  return group.keys().flatMap((key) => {
    const child = group.get(key);
    return child instanceof Group ? pathsBelow(child).map((path) => `${key}/${path}`) : [key];
  });
}
