import { BadImageError } from './bad-image.ts';
import type { RgbImage } from './resize.ts';

/** What a Windows bitmap's headers say. */
export interface BitmapHeader {
  readonly width: number;
  readonly height: number;
  /** most bitmaps begin with the bottom row */
  readonly topDown: boolean;
  readonly bitsPerPixel: 8 | 24 | 32;
  /** where the pixels begin, in bytes */
  readonly pixels: number;
  /** of 8-bit bitmaps: where the palette begins (4 bytes a colour) and how many colours it has */
  readonly palette: { readonly at: number; readonly colours: number };
}

const FILE_HEADER = 14;

/**
 * Reads the headers of a Windows bitmap (BITMAPINFOHEADER and its successors).
 *
 * @throws BadImageError `corrupt`, or `unsupported` for compressed ones and those of 1, 4 or 16 bits
 */
export function readBitmapHeader(bytes: Buffer): BitmapHeader {
  const infoSize = bytes.length >= FILE_HEADER + 40 ? bytes.readUInt32LE(14) : 0;
  if (infoSize < 40) throw new BadImageError('corrupt', 'the bitmap header is incomplete');
  const width = bytes.readInt32LE(18);
  const signedHeight = bytes.readInt32LE(22);
  const bitsPerPixel = bytes.readUInt16LE(28);
  const compression = bytes.readUInt32LE(30);
  if (width <= 0 || signedHeight === 0) {
    throw new BadImageError('corrupt', `the bitmap header says ${width} × ${signedHeight} pixels`);
  }
  if (compression !== 0 || (bitsPerPixel !== 8 && bitsPerPixel !== 24 && bitsPerPixel !== 32)) {
    throw new BadImageError(
      'unsupported',
      `a bitmap of ${bitsPerPixel} bits a pixel and compression ${compression}; 8, 24 and 32 bits uncompressed are read`,
    );
  }
  const colours = bytes.readUInt32LE(46) || 256;
  return {
    width,
    height: Math.abs(signedHeight),
    topDown: signedHeight < 0,
    bitsPerPixel,
    pixels: bytes.readUInt32LE(10),
    palette: { at: FILE_HEADER + infoSize, colours: Math.min(colours, 256) },
  };
}

/**
 * Decodes a Windows bitmap; the fourth byte of 32-bit pixels is left out.
 *
 * @throws BadImageError as `readBitmapHeader`, and `corrupt` where pixels are missing
 */
export function decodeBitmap(bytes: Buffer): RgbImage {
  const { width, height, topDown, bitsPerPixel, pixels, palette } = readBitmapHeader(bytes);
  const step = bitsPerPixel / 8;
  const stride = Math.ceil((width * step) / 4) * 4;
  const missing = pixels + stride * (height - 1) + width * step - bytes.length;
  if (missing > 0) throw new BadImageError('corrupt', `the file ends ${missing} bytes too early`);
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    let from = pixels + stride * (topDown ? y : height - 1 - y);
    let to = y * width * 3;
    for (let x = 0; x < width; x++, from += step, to += 3) {
      let blue = from;
      if (bitsPerPixel === 8) {
        const colour = bytes[from]!;
        blue = palette.at + colour * 4;
        if (colour >= palette.colours || blue + 2 >= bytes.length) {
          throw new BadImageError('corrupt', `a pixel has colour ${colour}, which the palette lacks`);
        }
      }
      data[to] = bytes[blue + 2]!;
      data[to + 1] = bytes[blue + 1]!;
      data[to + 2] = bytes[blue]!;
    }
  }
  return { data, width, height };
}
