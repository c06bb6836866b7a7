import { createHash } from 'node:crypto';
import { BestiaryError } from '@bestiary/contracts/error';
import { BadImageError } from '../bad-image.ts';
import type { CheckedImage } from '../batches.ts';
import { decodeImage } from '../decode.ts';
import { readImageFile } from '../image-file.ts';
import { PixelBudget } from '../pixel-budget.ts';
import { type ResizeMode, resizeBilinear } from '../resize.ts';

/** Resized images that are kept, in bytes. */
const KEPT_BYTES = 256 * 2 ** 20;

/** Images decoded and resized when they are asked for; the first ones stay in memory, as many as fit a bound. */
export class ResizedImages {
  readonly #images: readonly CheckedImage[];
  readonly #size: number;
  readonly #resize: ResizeMode;
  readonly #kept = new Map<number, Float32Array>();
  readonly #budget = new PixelBudget();

  /** @param size side of the square in pixels */
  constructor(images: readonly CheckedImage[], size: number, resize: ResizeMode) {
    this.#images = images;
    this.#size = size;
    this.#resize = resize;
  }

  /**
   * The pixels of one image, `[size, size, 3]` float32, 0..255; not to be changed.
   *
   * @throws BestiaryError `integrity` where the file is not what it was when it was checked
   */
  async load(row: number): Promise<Float32Array> {
    const kept = this.#kept.get(row);
    if (kept) return kept;
    const pixels = await this.#decode(this.#images[row]!);
    if ((this.#kept.size + 1) * pixels.byteLength <= KEPT_BYTES) this.#kept.set(row, pixels);
    return pixels;
  }

  async #decode(image: CheckedImage): Promise<Float32Array> {
    const pixels = new Float32Array(this.#size * this.#size * 3);
    const release = await this.#budget.take(image.width * image.height);
    try {
      const bytes = await readImageFile(image.file);
      if (createHash('sha256').update(bytes).digest('hex') !== image.sha256) throw changed(image);
      resizeBilinear(await decodeImage(bytes, image), this.#size, this.#resize, pixels);
    } catch (error) {
      throw error instanceof BadImageError ? changed(image, error) : error;
    } finally {
      release();
    }
    return pixels;
  }
}

function changed({ path }: CheckedImage, cause?: BadImageError): BestiaryError {
  const how = cause ? `: ${cause.message}` : '';
  return new BestiaryError('integrity', `${path} has changed since it was checked${how}`, {
    cause,
    hint: 'Leave the images as they are while a training runs, and start again.',
  });
}
