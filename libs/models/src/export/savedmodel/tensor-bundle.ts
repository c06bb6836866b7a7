import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { maskedCrc32c } from './crc32c.ts';
import { sortedTable } from './sorted-table.ts';
import { BundleEntryProto, BundleHeaderProto, DATA_TYPE, shapeProto } from './tensorflow-schema.ts';

export interface BundleTensor {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/**
 * Writes a checkpoint of TensorFlow's second format: `PREFIX.index` says where in `PREFIX.data-00000-of-00001` each
 * tensor is. Source: `core/util/tensor_bundle/tensor_bundle.h`.
 *
 * @returns both paths
 */
export async function writeTensorBundle(
  prefix: string,
  tensors: ReadonlyMap<string, BundleTensor>,
): Promise<string[]> {
  const header = BundleHeaderProto.encode({ numShards: 1, endianness: 0, version: { producer: 1 } }).finish();
  const entries = new Map<string, Uint8Array>([['', header]]);
  const parts: Uint8Array[] = [];
  let offset = 0;
  for (const [name, { shape, data }] of tensors) {
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    const entry = {
      dtype: DATA_TYPE.float,
      shape: shapeProto(shape),
      shardId: 0,
      offset,
      size: bytes.length,
      crc32c: maskedCrc32c(bytes),
    };
    entries.set(name, BundleEntryProto.encode(entry).finish());
    parts.push(bytes);
    offset += bytes.length;
  }
  const paths = [`${prefix}.index`, `${prefix}.data-00000-of-00001`];
  await mkdir(dirname(prefix), { recursive: true });
  await writeFile(paths[0]!, sortedTable(entries));
  await writeFile(paths[1]!, Buffer.concat(parts));
  return paths;
}
