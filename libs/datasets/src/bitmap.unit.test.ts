import { describe, expect, it } from 'vitest';
import { decodeBitmap } from './bitmap.ts';

/** A bitmap of given rows of bytes (already in file order), 40-byte header. */
function bitmap(options: {
  width: number;
  height: number;
  bits: number;
  rows: number[][];
  palette?: number[][];
  compression?: number;
}): Buffer {
  const palette = Buffer.from((options.palette ?? []).flat());
  const header = Buffer.alloc(54);
  header.write('BM');
  header.writeUInt32LE(54 + palette.length, 10);
  header.writeUInt32LE(40, 14);
  header.writeInt32LE(options.width, 18);
  header.writeInt32LE(options.height, 22);
  header.writeUInt16LE(1, 26);
  header.writeUInt16LE(options.bits, 28);
  header.writeUInt32LE(options.compression ?? 0, 30);
  header.writeUInt32LE(options.palette?.length ?? 0, 46);
  return Buffer.concat([header, palette, Buffer.from(options.rows.flat())]);
}

describe('decodeBitmap', () => {
  const bottomRow = [3, 2, 1, 6, 5, 4, 0, 0]; // blue first, padded to 4 bytes
  const topRow = [9, 8, 7, 12, 11, 10, 0, 0];

  it('reads 24 bits, bottom row first', () => {
    expect(decodeBitmap(bitmap({ width: 2, height: 2, bits: 24, rows: [bottomRow, topRow] }))).toEqual({
      data: Uint8Array.from([7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]),
      width: 2,
      height: 2,
    });
  });

  it('reads a negative height as top row first', () => {
    const { data, height } = decodeBitmap(
      bitmap({ width: 2, height: -2, bits: 24, rows: [topRow, bottomRow] }),
    );
    expect([...data]).toEqual([7, 8, 9, 10, 11, 12, 1, 2, 3, 4, 5, 6]);
    expect(height).toBe(2);
  });

  it('leaves out the fourth byte of 32 bits', () => {
    const { data } = decodeBitmap(bitmap({ width: 1, height: 1, bits: 32, rows: [[3, 2, 1, 77]] }));
    expect([...data]).toEqual([1, 2, 3]);
  });

  it('looks up the colours of 8 bits', () => {
    const palette = [
      [3, 2, 1, 0],
      [6, 5, 4, 0],
    ];
    const { data } = decodeBitmap(bitmap({ width: 2, height: 1, bits: 8, palette, rows: [[1, 0, 0, 0]] }));
    expect([...data]).toEqual([4, 5, 6, 1, 2, 3]);
    expect(() =>
      decodeBitmap(bitmap({ width: 1, height: 1, bits: 8, palette, rows: [[2, 0, 0, 0]] })),
    ).toThrow('a pixel has colour 2, which the palette lacks');
  });

  it('says how much of a truncated file is missing', () => {
    const whole = bitmap({ width: 2, height: 2, bits: 24, rows: [bottomRow, topRow] });
    expect(() => decodeBitmap(whole.subarray(0, -5))).toThrow('the file ends 3 bytes too early');
    expect(() => decodeBitmap(whole.subarray(0, 30))).toThrow('the bitmap header is incomplete');
  });

  it('names what it cannot read', () => {
    expect(() => decodeBitmap(bitmap({ width: 2, height: 2, bits: 8, compression: 1, rows: [[0]] }))).toThrow(
      expect.objectContaining({ kind: 'unsupported' }),
    );
  });
});
