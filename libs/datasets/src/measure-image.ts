import { perceptualHash } from './duplicates/fingerprint.ts';
import type { RgbImage } from './resize.ts';

/** What can be told of an image at a glance, whatever its size. */
export interface ImageMeasures {
  /** mean luma, 0 (black) to 1 (white) */
  readonly brightness: number;
  /** variance of the Laplacian of the luma, in squared levels of 255; near 0 for a blurred or empty image */
  readonly sharpness: number;
  /** 64 bits, 16 hexadecimal digits: alike for images that look alike */
  readonly perceptualHash: string;
}

/** Side of the grid that images are measured on, in cells. */
const GRID = 64;

/**
 * Measures decoded pixels. All of it is of one grid of 64 × 64 cells, stretched over the image, that hold the mean luma
 * (ITU-R BT.601: 0.299 red + 0.587 green + 0.114 blue) over their area:
 *
 * - brightness: the mean of the cells / 255
 * - sharpness: at each of the 62 × 62 inner cells, the sum of its four neighbours less four times itself; of these, the
 *   variance (Pech-Pacheco et al., Diatom autofocusing in brightfield microscopy, 2000). The grid is fixed, so images
 *   of different sizes compare; blur that is narrower than a cell isn't seen.
 * - perceptual hash: as in `fingerprint`
 */
export function measureImage(image: RgbImage): ImageMeasures {
  const cells = meanLuma(image);
  return {
    brightness: mean(cells) / 255,
    sharpness: varianceOfLaplacian(cells),
    perceptualHash: perceptualHash(halved(cells)),
  };
}

/**
 * `[64, 64]`, 0..255; pixels that lie across borders count for each cell by their share. Shares are counted in 64ths of a
 * pixel and luma in thousandths, so that all sums are of whole numbers.
 */
function meanLuma({ data, width, height }: RgbImage): Float64Array {
  const cells = new Float64Array(GRID * GRID);
  const columns = new Float64Array(width);
  for (let row = 0; row < GRID; row++) {
    columns.fill(0);
    for (let y = Math.floor((row * height) / GRID); y * GRID < (row + 1) * height; y++) {
      const share = overlap(row, height, y);
      for (let x = 0, at = y * width * 3; x < width; x++, at += 3) {
        columns[x]! += share * (299 * data[at]! + 587 * data[at + 1]! + 114 * data[at + 2]!);
      }
    }
    for (let column = 0; column < GRID; column++) {
      let sum = 0;
      for (let x = Math.floor((column * width) / GRID); x * GRID < (column + 1) * width; x++) {
        sum += overlap(column, width, x) * columns[x]!;
      }
      cells[row * GRID + column] = sum / (1_000 * width * height);
    }
  }
  return cells;
}

/** How much of a pixel lies in a cell, in 64ths, where 64 cells cover `length` pixels. */
function overlap(cell: number, length: number, pixel: number): number {
  return Math.min((cell + 1) * length, (pixel + 1) * GRID) - Math.max(cell * length, pixel * GRID);
}

function varianceOfLaplacian(cells: Float64Array): number {
  const found: number[] = [];
  for (let y = 1; y < GRID - 1; y++) {
    for (let x = 1; x < GRID - 1; x++) {
      const at = y * GRID + x;
      found.push(cells[at - GRID]! + cells[at - 1]! + cells[at + 1]! + cells[at + GRID]! - 4 * cells[at]!);
    }
  }
  const centre = mean(found);
  return mean(found.map((value) => (value - centre) ** 2));
}

/** Means of 2 × 2 cells. */
function halved(cells: Float64Array): Float64Array {
  const side = GRID / 2;
  return Float64Array.from({ length: side * side }, (_, i) => {
    const at = 2 * (Math.floor(i / side) * GRID + (i % side));
    return (cells[at]! + cells[at + 1]! + cells[at + GRID]! + cells[at + GRID + 1]!) / 4;
  });
}

function mean(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}
