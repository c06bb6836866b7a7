import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { Sha256 } from '@bestiary/contracts/id';
import { z } from 'zod';
import { fromFloat16, toFloat16 } from './float16.ts';
import { type ReducedStorage } from './quantize/quantization.ts';
import { LARGEST_WHOLE } from './quantize/stored-kernel.ts';

/** One array of a saved model. */
export interface SavedArray {
  readonly name: string;
  readonly shape: readonly number[];
  readonly dtype: 'float32' | 'int32';
  readonly data: Float32Array | Int32Array;
  readonly group?: 'model' | 'optimizer';
  /** how it is stored; as it is by default. `uint8` takes whole numbers −127..127, `uint16` −32,767..32,767 */
  readonly storage?: ReducedStorage;
}

const Stored = z.discriminatedUnion('dtype', [
  z.object({ dtype: z.literal('float16'), original_dtype: z.literal('float32') }),
  z.object({
    dtype: z.enum(['uint8', 'uint16']),
    original_dtype: z.literal('float32'),
    min: z.number(),
    scale: z.number(),
  }),
]);
type Stored = z.infer<typeof Stored>;

/**
 * A group of the manifest that TensorFlow.js keeps in `model.json`: arrays one after the other, cut into files.
 * `sha256` is ours, one of each file.
 */
export const WeightGroup = z.object({
  paths: z.array(z.string().regex(/^[\w.-]+$/, 'expected the plain name of a file')),
  sha256: z.array(Sha256),
  weights: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.int().min(0)),
      dtype: z.enum(['float32', 'int32']),
      group: z.enum(['model', 'optimizer']).optional(),
      quantization: Stored.optional(),
    }),
  ),
});
export type WeightGroup = z.infer<typeof WeightGroup>;

/** A file of weights. */
export interface WeightShard {
  readonly path: string;
  readonly bytes: Buffer;
}

/** Small enough to be cached by browsers. */
const SHARD_BYTES = 4 * 2 ** 20;

/** Packs arrays into files and the group of the manifest that describes them. */
export function packWeights(arrays: readonly SavedArray[]): { group: WeightGroup; shards: WeightShard[] } {
  const packed = arrays.map(({ data, storage, ...array }) => ({ array, ...store(data, storage) }));
  const bytes = Buffer.concat(packed.map((part) => part.bytes));
  const count = Math.max(1, Math.ceil(bytes.length / SHARD_BYTES));
  const shards = Array.from({ length: count }, (_, i) => ({
    path: `group1-shard${i + 1}of${count}.bin`,
    bytes: bytes.subarray(i * SHARD_BYTES, (i + 1) * SHARD_BYTES),
  }));
  return {
    group: {
      paths: shards.map(({ path }) => path),
      sha256: shards.map((shard) => sha256Of(shard.bytes)),
      weights: packed.map(({ array: { name, shape, dtype, group }, stored }) => ({
        name,
        shape: [...shape],
        dtype,
        ...(group && { group }),
        ...(stored && { quantization: stored }),
      })),
    },
    shards,
  };
}

/**
 * Reads the arrays of a group back, as float32 or int32 whatever they are stored as.
 *
 * @param folder where its files are
 * @throws BestiaryError `not_found` for a missing file, `integrity` for one whose content or length isn't the one that was written
 */
export async function unpackWeights(folder: string, group: WeightGroup): Promise<Map<string, SavedArray>> {
  const parts = await Promise.all(
    group.paths.map(async (path, i) => {
      const bytes = await readFile(join(folder, path)).catch((cause: unknown) => {
        throw new BestiaryError('not_found', `the model in ${folder} lacks its weights file ${path}`, {
          cause,
        });
      });
      if (sha256Of(bytes) === group.sha256[i]) return bytes;
      throw new BestiaryError('integrity', `${join(folder, path)} is not the file that was saved`, {
        hint: `it has ${bytes.length} bytes and another sha256: get the model again`,
      });
    }),
  );
  const bytes = Buffer.concat(parts);
  const arrays = new Map<string, SavedArray>();
  let start = 0;
  for (const { quantization, ...array } of group.weights) {
    const length = array.shape.reduce((a, b) => a * b, 1);
    const end = start + length * BYTES[quantization?.dtype ?? array.dtype];
    if (end > bytes.length) break;
    const part = new Uint8Array(bytes.subarray(start, end)).buffer; // a copy begins where numbers may begin
    const data = array.dtype === 'int32' ? new Int32Array(part) : restore(part, quantization);
    arrays.set(array.name, { ...array, data });
    start = end;
  }
  if (arrays.size < group.weights.length || start !== bytes.length) {
    throw new BestiaryError(
      'integrity',
      `the weights in ${folder} have ${bytes.length} bytes, which is not what model.json describes`,
    );
  }
  return arrays;
}

const BYTES = { float32: 4, int32: 4, float16: 2, uint16: 2, uint8: 1 } as const;

function store(
  data: Float32Array | Int32Array,
  storage: ReducedStorage | undefined,
): { bytes: Uint8Array; stored?: Stored } {
  if (data instanceof Int32Array || storage === undefined) return { bytes: bytesOf(data) };
  if (storage === 'float16') {
    return { bytes: bytesOf(toFloat16(data)), stored: { dtype: 'float16', original_dtype: 'float32' } };
  }
  const min = -LARGEST_WHOLE[storage];
  const unsigned = data.map((value) => value - min);
  const numbers = storage === 'uint8' ? Uint8Array.from(unsigned) : Uint16Array.from(unsigned);
  return { bytes: bytesOf(numbers), stored: { dtype: storage, original_dtype: 'float32', min, scale: 1 } };
}

function restore(part: ArrayBuffer, stored: Stored | undefined): Float32Array {
  if (!stored) return new Float32Array(part);
  if (stored.dtype === 'float16') return fromFloat16(new Uint16Array(part));
  const { scale, min } = stored;
  const numbers = stored.dtype === 'uint8' ? new Uint8Array(part) : new Uint16Array(part);
  return Float32Array.from(numbers, (value) => value * scale + min);
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
