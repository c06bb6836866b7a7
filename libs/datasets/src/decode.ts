import jpegTurbo from '@julusian/jpeg-turbo';
import sharp from 'sharp';
import { BadImageError } from './bad-image.ts';
import { decodeBitmap } from './bitmap.ts';
import { type ImageHeader, firstLine } from './image-check.ts';
import type { RgbImage } from './resize.ts';

export interface DecodedImage extends RgbImage {
  /** decoded by TensorFlow's own decoder and settings, so that pixels are equal to Keras' */
  readonly exact: boolean;
}

/**
 * Decodes an image to RGB as `tf.io.decode_image(bytes, channels=3, expand_animations=False)` does: EXIF orientation
 * and colour profiles are ignored, transparency is dropped, grey is repeated. JPEGs go through libjpeg-turbo with the
 * fast integer transform, which is TensorFlow's default (another transform differs by up to 9 of 255); PNG and GIF
 * have one right answer. Decoding runs on a thread of libuv's pool.
 *
 * @param header from `checkImage`
 * @throws BadImageError `corrupt` where not every pixel can be decoded
 */
export async function decodeImage(bytes: Buffer, header: ImageHeader): Promise<DecodedImage> {
  switch (header.format) {
    case 'bmp':
      return { ...decodeBitmap(bytes), exact: true };
    case 'jpeg':
      return (await decodeJpeg(bytes, header)) ?? { ...(await decodeBySharp(bytes)), exact: false };
    default:
      return { ...(await decodeBySharp(bytes)), exact: true };
  }
}

/** Undefined where libjpeg-turbo's interface refuses the file, for damage or for an uncommon sampling: it doesn't say which. */
async function decodeJpeg(bytes: Buffer, { width, height }: ImageHeader): Promise<DecodedImage | undefined> {
  const pixels = Buffer.allocUnsafeSlow(width * height * 3);
  try {
    const { data } = await jpegTurbo.decompress(bytes, pixels, { format: jpegTurbo.FORMAT_RGB });
    return { data, width, height, exact: true };
  } catch {
    return undefined;
  }
}

async function decodeBySharp(bytes: Buffer): Promise<RgbImage> {
  try {
    const { data, info } = await sharp(bytes, {
      failOn: 'warning',
      ignoreIcc: true,
      limitInputPixels: false,
      pages: 1,
    })
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (cause) {
    throw new BadImageError('corrupt', `it cannot be decoded: ${firstLine(cause)}`, { cause });
  }
}
