import { describe, expect, it } from 'vitest';
import { maskedCrc32c } from './crc32c.ts';
import { sortedTable } from './sorted-table.ts';

/** Reads a varint; returns its value and where it ends. */
function varint(bytes: Uint8Array, at: number): [number, number] {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at++]!;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

/** The entries of the block at an offset, its checksum checked. */
function readBlock(table: Buffer, offset: number, size: number): [string, Uint8Array][] {
  const block = table.subarray(offset, offset + size);
  expect(table.readUInt32LE(offset + size + 1)).toBe(maskedCrc32c(table.subarray(offset, offset + size + 1)));
  const restarts = block.readUInt32LE(size - 4);
  const end = size - 4 * (restarts + 1);
  const entries: [string, Uint8Array][] = [];
  let key = Buffer.alloc(0);
  for (let at = 0; at < end;) {
    let shared: number, rest: number, length: number;
    [shared, at] = varint(block, at);
    [rest, at] = varint(block, at);
    [length, at] = varint(block, at);
    key = Buffer.concat([key.subarray(0, shared), block.subarray(at, at + rest)]);
    entries.push([key.toString(), new Uint8Array(block.subarray(at + rest, at + rest + length))]);
    at += rest + length;
  }
  return entries;
}

describe('a sorted table', () => {
  it('gives back its entries in the order of their bytes, by way of its footer and index', () => {
    const names = [
      '',
      'b/kernel',
      'a/kernel',
      'a/bias',
      'é',
      'ab',
      ...Array.from({ length: 40 }, (_, i) => `layer_${i}/k`),
    ];
    const entries = new Map(names.map((name, i) => [name, new Uint8Array(i * 7).fill(i)]));
    const table = Buffer.from(sortedTable(entries));
    expect(table.readBigUInt64LE(table.length - 8)).toBe(0xdb4775248b80fb57n);
    const footer = table.subarray(-48);
    const [, metaSizeAt] = varint(footer, 0);
    const [, indexAt] = varint(footer, metaSizeAt);
    const [offset, sizeAt] = varint(footer, indexAt);
    const [size] = varint(footer, sizeAt);
    const [[lastKey, handle]] = readBlock(table, offset, size) as [[string, Uint8Array]];
    const [start, lengthAt] = varint(handle, 0);
    const [length] = varint(handle, lengthAt);
    const found = readBlock(table, start, length);
    const sorted = [...entries].sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    expect(found).toEqual(sorted);
    expect(lastKey).toBe(sorted.at(-1)![0]);
  });
});
