import { extname } from 'node:path';
import { messageOf } from '@bestiary/contracts/error';
import sharp, { type Metadata } from 'sharp';
import { BadImageError } from './bad-image.ts';
import { readBitmapHeader } from './bitmap.ts';
import { type ImageFormat, formatOfBytes, formatOfName } from './image-format.ts';

/** The largest image that is decoded, in pixels (three bytes each). */
export const MAX_IMAGE_PIXELS = 100_000_000;

/** What is worth knowing about an image that is trained on nevertheless. */
export type ImageWarning =
  /** turned by the camera's EXIF orientation, which Keras ignores and so does training: it may lie on its side */
  | 'exif-orientation'
  /** its transparency is left out, as in Keras: hidden colours show */
  | 'alpha'
  /** its one channel becomes three equal ones */
  | 'greyscale'
  /** an uncommon JPEG, decoded by another decoder than Keras': values may differ by a few of 255 */
  | 'inexact-decoding';

/** What the header of an image that can be used says. */
export interface ImageHeader {
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  readonly warnings: readonly ImageWarning[];
}

/**
 * Reads an image's header and decides whether it can be trained on; no pixel is decoded.
 *
 * | finding | decision |
 * | --- | --- |
 * | no bytes · no known image · ending of another format | bad: `empty` · `not-an-image` · `mislabelled-extension` |
 * | header damaged (damaged pixels: `decodeImage`) | bad: `corrupt` |
 * | more than 100 million pixels (more than 256 MiB: `readImageFile`) | bad: `too-large` |
 * | CMYK · more than 8 bits a sample · several frames or pages (GIF, WebP, APNG, TIFF, AVIF) | bad: `cmyk` · `bit-depth` · `animated` |
 * | bitmap compressed or of 1, 4, 16 bits | bad: `unsupported` |
 * | EXIF orientation · transparency · one channel | used, with a warning |
 * | colour profile | used, the profile ignored, as in Keras |
 *
 * @param name the file's name or path: its ending must agree with the format
 * @throws BadImageError
 */
export async function checkImage(bytes: Buffer, name: string): Promise<ImageHeader> {
  if (bytes.length === 0) throw new BadImageError('empty', 'the file has no bytes');
  const format = formatOfBytes(bytes);
  if (format === undefined) throw new BadImageError('not-an-image', describeContent(bytes));
  if (formatOfName(name) !== format) {
    throw new BadImageError(
      'mislabelled-extension',
      `the content is ${format.toUpperCase()}, the ending ${extname(name) || 'missing'}`,
    );
  }
  if (format === 'bmp') {
    const { width, height } = readBitmapHeader(bytes);
    refuseTooManyPixels(width, height);
    return { format, width, height, warnings: [] };
  }
  const metadata = await readMetadata(bytes);
  const { width, height } = metadata;
  refuseTooManyPixels(width, height);
  if (metadata.space === 'cmyk') {
    throw new BadImageError('cmyk', 'its colours are CMYK, for printing; convert it to RGB');
  }
  if (metadata.depth !== 'uchar') {
    const bits = metadata.bitsPerSample ?? (metadata.depth === 'ushort' ? 16 : 32);
    throw new BadImageError('bit-depth', `it has ${bits} bits a sample; convert it to 8`);
  }
  const frames = format === 'png' ? apngFrames(bytes) : (metadata.pages ?? 1);
  if (frames > 1) {
    throw new BadImageError(
      'animated',
      `it has ${frames} ${format === 'tiff' ? 'pages' : 'frames'}, not one`,
    );
  }
  const warnings: ImageWarning[] = [];
  if ((metadata.orientation ?? 1) > 1) warnings.push('exif-orientation');
  if (metadata.hasAlpha) warnings.push('alpha');
  if (metadata.space === 'b-w') warnings.push('greyscale');
  return { format, width, height, warnings };
}

function refuseTooManyPixels(width: number, height: number): void {
  if (width * height <= MAX_IMAGE_PIXELS) return;
  throw new BadImageError(
    'too-large',
    `it has ${width} × ${height} pixels, more than the ${MAX_IMAGE_PIXELS / 1e6} million allowed`,
  );
}

async function readMetadata(bytes: Buffer): Promise<Metadata> {
  try {
    return await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    throw new BadImageError('corrupt', `the header cannot be read: ${firstLine(cause)}`, { cause });
  }
}

/** The first line of what a decoder says, without the name of its library's class. */
export function firstLine(thrown: unknown): string {
  return messageOf(thrown).split('\n', 1)[0]!.trim();
}

function describeContent(bytes: Buffer): string {
  const start = bytes.toString('latin1', 0, 512);
  if (start.startsWith('version https://git-lfs.')) return 'it is a pointer of Git LFS: run git lfs pull';
  if (/^\s*<(!doctype html|html)/i.test(start)) return 'it is a web page';
  if (/^[\t\r\n\x20-\x7e]*$/.test(start)) return 'it is a text';
  return 'no known image format begins with these bytes';
}

/** Animated PNGs have a chunk `acTL` before the first pixels (APNG 1.0); decoders that don't know it show one frame. */
function apngFrames(bytes: Buffer): number {
  let at = 8;
  while (at + 12 <= bytes.length) {
    const type = bytes.toString('latin1', at + 4, at + 8);
    if (type === 'acTL') return bytes.readUInt32BE(at + 8);
    if (type === 'IDAT') return 1;
    at += 12 + bytes.readUInt32BE(at);
  }
  return 1;
}
