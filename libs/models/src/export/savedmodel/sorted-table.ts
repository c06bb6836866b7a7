import { Writer } from 'protobufjs/minimal.js';
import { maskedCrc32c } from './crc32c.ts';

const MAGIC = 0xdb4775248b80fb57n;
const FOOTER_BYTES = 48;
const NO_COMPRESSION = 0;
/** Every so many keys one is written whole, so that readers can begin there. */
const RESTART_EVERY = 16;

/**
 * A table of LevelDB with one block of data, as TensorFlow's checkpoints index their tensors with. Source:
 * `doc/table_format.md` of LevelDB.
 *
 * @param entries in any order; a key occurs once
 */
export function sortedTable(entries: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const sorted = Array.from(entries, ([key, value]) => [Buffer.from(key), value] as const).sort(([a], [b]) =>
    Buffer.compare(a, b),
  );
  const data = block(sorted);
  const meta = block([]);
  const lastKey = sorted.at(-1)?.[0] ?? Buffer.alloc(0);
  const index = block([[lastKey, handle(0, data.length)]]);
  const metaStart = data.length + TRAILER_BYTES;
  const indexStart = metaStart + meta.length + TRAILER_BYTES;
  const footer = Buffer.alloc(FOOTER_BYTES);
  Buffer.concat([handle(metaStart, meta.length), handle(indexStart, index.length)]).copy(footer);
  footer.writeBigUInt64LE(MAGIC, FOOTER_BYTES - 8);
  return Buffer.concat([...[data, meta, index].flatMap((part) => [part, trailer(part)]), footer]);
}

const TRAILER_BYTES = 5;

function trailer(contents: Uint8Array): Buffer {
  const bytes = Buffer.alloc(TRAILER_BYTES);
  bytes[0] = NO_COMPRESSION;
  bytes.writeUInt32LE(maskedCrc32c(Buffer.concat([contents, bytes.subarray(0, 1)])), 1);
  return bytes;
}

/** Keys leave out what they share with the one before; where whole ones begin stands at the end. */
function block(entries: readonly (readonly [Buffer, Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const restarts: number[] = [];
  let length = 0;
  for (const [i, [key, value]] of entries.entries()) {
    const whole = i % RESTART_EVERY === 0;
    if (whole) restarts.push(length);
    const shared = whole ? 0 : sharedLength(entries[i - 1]![0], key);
    const head = new Writer()
      .uint32(shared)
      .uint32(key.length - shared)
      .uint32(value.length)
      .finish();
    parts.push(head, key.subarray(shared), value);
    length += head.length + key.length - shared + value.length;
  }
  if (restarts.length === 0) restarts.push(0);
  const end = Buffer.alloc((restarts.length + 1) * 4);
  for (const [i, start] of restarts.entries()) end.writeUInt32LE(start, i * 4);
  end.writeUInt32LE(restarts.length, restarts.length * 4);
  return Buffer.concat([...parts, end]);
}

function sharedLength(a: Buffer, b: Buffer): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}

/** Where a block is: offset and size as varints. */
function handle(offset: number, size: number): Uint8Array {
  return new Writer().uint64(offset).uint64(size).finish();
}
