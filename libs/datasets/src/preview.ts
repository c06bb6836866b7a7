import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { decodeBitmap } from './bitmap.ts';
import { IMAGE_FORMATS, type ImageFormat } from './image-format.ts';

/** What a browser shows of an image. */
export interface Preview {
  readonly bytes: Buffer;
  /** of the preview's own bytes */
  readonly sha256: string;
  readonly contentType: string;
}

const MAX_ORIGINAL_BYTES = 256 * 1024;
const MAX_SIDE = 512;
const JPEG_QUALITY = 85;
const SHOWN_BY_BROWSERS: ReadonlySet<ImageFormat> = new Set(['jpeg', 'png', 'gif', 'webp', 'avif']);

/**
 * Makes the preview of an image: the file itself where it has at most 256 KiB and a format that browsers show, else a
 * JPEG of at most 512 × 512 pixels, on white, upright by its EXIF orientation (as browsers show the file itself).
 *
 * @param bytes of an image that `checkImage` accepted, of this format
 */
export async function makePreview(bytes: Buffer, format: ImageFormat): Promise<Preview> {
  const original = bytes.length <= MAX_ORIGINAL_BYTES && SHOWN_BY_BROWSERS.has(format);
  const shown = original ? bytes : await shrink(bytes, format);
  return {
    bytes: shown,
    sha256: createHash('sha256').update(shown).digest('hex'),
    contentType: IMAGE_FORMATS[original ? format : 'jpeg'].contentType,
  };
}

async function shrink(bytes: Buffer, format: ImageFormat): Promise<Buffer> {
  return open(bytes, format)
    .autoOrient()
    .resize({ width: MAX_SIDE, height: MAX_SIDE, fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}

function open(bytes: Buffer, format: ImageFormat) {
  if (format !== 'bmp') return sharp(bytes, { limitInputPixels: false });
  const { data, width, height } = decodeBitmap(bytes);
  return sharp(data, { raw: { width, height, channels: 3 } });
}
