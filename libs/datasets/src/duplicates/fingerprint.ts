import type { RgbImage } from '../resize.ts';

/** What is kept of an image to find others that look alike. */
export interface Fingerprint {
  /** perceptual hash, 64 bits, 16 hexadecimal digits */
  readonly hash: string;
  /** luminance, `[32, 32]`, 0..255 */
  readonly thumbnail: Uint8Array;
}

/** Side of the thumbnail in pixels. */
export const THUMBNAIL_SIZE = 32;
const FREQUENCIES = 8;

/** `COSINES[frequency * THUMBNAIL_SIZE + x]` of the discrete cosine transform, type II. */
const COSINES = Float64Array.from({ length: FREQUENCIES * THUMBNAIL_SIZE }, (_, i) => {
  const [frequency, x] = [Math.floor(i / THUMBNAIL_SIZE), i % THUMBNAIL_SIZE];
  return Math.cos(((2 * x + 1) * frequency * Math.PI) / (2 * THUMBNAIL_SIZE));
});

/**
 * The fingerprint of decoded pixels, whatever their shape: mean luminance (ITU-R BT.601) of each cell of a 32 × 32 grid,
 * and of that the DCT hash of Zauner (Implementation and Benchmarking of Perceptual Image Hash Functions, 2010, 3.2.1):
 * of the lowest 8 × 8 frequencies, the first row first, each bit says whether it is above their median. Encoding again,
 * another size and another brightness hardly change the hash; a crop of some per cent changes some of its bits.
 */
export function fingerprint(image: RgbImage): Fingerprint {
  const cells = meanLuminance(image);
  return { hash: dctHash(cells), thumbnail: Uint8Array.from(cells, Math.round) };
}

/** The mean over each cell's area, in which pixels on its border count by their share. */
function meanLuminance({ data, width, height }: RgbImage): Float64Array {
  const size = THUMBNAIL_SIZE;
  const cells = new Float64Array(size * size);
  const columns = new Float64Array(width);
  for (let row = 0; row < size; row++) {
    const [top, bottom] = [(row * height) / size, ((row + 1) * height) / size];
    columns.fill(0);
    for (let y = Math.floor(top); y < Math.min(Math.ceil(bottom), height); y++) {
      const share = Math.min(bottom, y + 1) - Math.max(top, y);
      const [red, green, blue] = [0.299 * share, 0.587 * share, 0.114 * share];
      for (let x = 0, at = y * width * 3; x < width; x++, at += 3) {
        columns[x]! += red * data[at]! + green * data[at + 1]! + blue * data[at + 2]!;
      }
    }
    for (let column = 0; column < size; column++) {
      const [left, right] = [(column * width) / size, ((column + 1) * width) / size];
      let sum = 0;
      for (let x = Math.floor(left); x < Math.min(Math.ceil(right), width); x++) {
        sum += (Math.min(right, x + 1) - Math.max(left, x)) * columns[x]!;
      }
      cells[row * size + column] = sum / ((right - left) * (bottom - top));
    }
  }
  return cells;
}

function dctHash(cells: Float64Array): string {
  const size = THUMBNAIL_SIZE;
  const across = new Float64Array(size * FREQUENCIES);
  for (let y = 0; y < size; y++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let x = 0; x < size; x++) sum += cells[y * size + x]! * COSINES[u * size + x]!;
      across[y * FREQUENCIES + u] = sum;
    }
  }
  const amplitudes = new Float64Array(FREQUENCIES * FREQUENCIES);
  for (let v = 0; v < FREQUENCIES; v++) {
    for (let u = 0; u < FREQUENCIES; u++) {
      let sum = 0;
      for (let y = 0; y < size; y++) sum += across[y * FREQUENCIES + u]! * COSINES[v * size + y]!;
      amplitudes[v * FREQUENCIES + u] = sum;
    }
  }
  const sorted = [...amplitudes].sort((a, b) => a - b);
  const median = (sorted[31]! + sorted[32]!) / 2;
  let hash = '';
  for (let i = 0; i < 64; i += 4) {
    let digit = 0;
    for (let bit = 0; bit < 4; bit++) digit = 2 * digit + (amplitudes[i + bit]! > median ? 1 : 0);
    hash += digit.toString(16);
  }
  return hash;
}
