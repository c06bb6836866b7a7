import type { RgbImage } from '../resize.ts';

/** What is kept of an image to find others that look alike. */
export interface Fingerprint {
  /** perceptual hash, 64 bits, 16 hexadecimal digits */
  readonly hash: string;
  /** luminance, `[32, 32]`, 0..255 */
  readonly thumbnail: Uint8Array;
  /** blue minus luminance, and red minus luminance, `[8, 8, 2]`, each halved */
  readonly colours: Int8Array;
}

/** Side of the thumbnail in pixels. */
export const THUMBNAIL_SIZE = 32;
/** Side of the grid of colours. */
const COLOUR_SIZE = 8;
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
  const { red, green, blue } = meanColours(image);
  const luminance = red.map((value, i) => 0.299 * value + 0.587 * green[i]! + 0.114 * blue[i]!);
  return {
    hash: perceptualHash(luminance),
    thumbnail: Uint8Array.from(luminance, Math.round),
    colours: colourGrid(luminance, red, blue),
  };
}

/** The mean over the area of each cell of the thumbnail, in which pixels on its border count by their share. */
function meanColours({ data, width, height }: RgbImage): Record<'red' | 'green' | 'blue', Float64Array> {
  const size = THUMBNAIL_SIZE;
  const means = [0, 1, 2].map(() => new Float64Array(size * size)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const sums = new Float64Array(width * 3);
  for (let row = 0; row < size; row++) {
    const [top, bottom] = [(row * height) / size, ((row + 1) * height) / size];
    sums.fill(0);
    for (let y = Math.floor(top); y < Math.min(Math.ceil(bottom), height); y++) {
      const share = Math.min(bottom, y + 1) - Math.max(top, y);
      for (let i = 0, at = y * width * 3; i < sums.length; i++, at++) sums[i]! += share * data[at]!;
    }
    for (let column = 0; column < size; column++) {
      const [left, right] = [(column * width) / size, ((column + 1) * width) / size];
      const area = (right - left) * (bottom - top);
      for (let x = Math.floor(left); x < Math.min(Math.ceil(right), width); x++) {
        const share = (Math.min(right, x + 1) - Math.max(left, x)) / area;
        means[0][row * size + column]! += share * sums[x * 3]!;
        means[1][row * size + column]! += share * sums[x * 3 + 1]!;
        means[2][row * size + column]! += share * sums[x * 3 + 2]!;
      }
    }
  }
  return { red: means[0], green: means[1], blue: means[2] };
}

function colourGrid(luminance: Float64Array, red: Float64Array, blue: Float64Array): Int8Array {
  const cell = THUMBNAIL_SIZE / COLOUR_SIZE;
  const sums = new Float64Array(COLOUR_SIZE * COLOUR_SIZE * 2);
  for (let i = 0; i < luminance.length; i++) {
    const [y, x] = [Math.floor(i / THUMBNAIL_SIZE), i % THUMBNAIL_SIZE];
    const at = 2 * (Math.floor(y / cell) * COLOUR_SIZE + Math.floor(x / cell));
    sums[at]! += blue[i]! - luminance[i]!;
    sums[at + 1]! += red[i]! - luminance[i]!;
  }
  return Int8Array.from(sums, (sum) => Math.round(sum / (2 * cell * cell)));
}

/**
 * The DCT hash that `fingerprint` describes.
 *
 * @param cells luminance, `[32, 32]`, in any unit
 * @returns 16 hexadecimal digits
 */
export function perceptualHash(cells: Float64Array): string {
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
