import { THUMBNAIL_SIZE } from './fingerprint.ts';

const SIZE = THUMBNAIL_SIZE;
const CENTRE = (SIZE - 1) / 2;
/** Steps of registration: from the second on, little changes. */
const STEPS = 2;
/** Thumbnails that correlate less than this before they are registered show different things. */
const WORTH_REGISTERING = 0.6;
/** Pixels on each side whose mean is taken off. */
const BLUR = 2;
/** Shift in thumbnail pixels and change of scale beyond which one picture is no crop of the other. */
const MAX_SHIFT = 3;
const MAX_SCALE = 1.18;

/** How `b` lies on `a`: `a(p) ≈ gain · b(scale · (p − centre) + centre + shift) + offset`. */
interface Placement {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

/**
 * How alike two thumbnails are in their detail, when the second is laid on the first: 1 for the same picture, around 0
 * for different ones, whatever their brightness and contrast. The second is shifted and scaled by two Gauss–Newton steps
 * of least squares (Lucas and Kanade, An Iterative Image Registration Technique, 1981; gain and offset as two more
 * unknowns), so that a crop of some per cent still fits; then what is coarser than a 5 × 5 neighbourhood is taken off both,
 * because skies and meadows are alike in many pictures, and the rest correlated. A thumbnail without any detail is like none.
 *
 * @param a and b `[32, 32]`
 */
export function thumbnailSimilarity(a: Uint8Array, b: Uint8Array): number {
  const fixed = Float64Array.from(a);
  let moved = Float64Array.from(b);
  if (correlation(fixed, moved) < WORTH_REGISTERING) return 0;
  const detail = takeOffCoarse(fixed);
  let best = correlation(detail, takeOffCoarse(moved));
  let placement: Placement = { x: 0, y: 0, scale: 1 };
  for (let step = 0; step < STEPS; step++) {
    const next = register(fixed, moved, placement);
    if (!next) break;
    placement = next;
    moved = place(b, placement);
    best = Math.max(best, correlation(detail, takeOffCoarse(moved)));
  }
  return best;
}

/** One step: a better placement of what `moved` shows, or undefined where the two can't be laid on each other. */
function register(
  fixed: Float64Array,
  moved: Float64Array,
  { x, y, scale }: Placement,
): Placement | undefined {
  // unknowns: gain, offset, gain · shift in x, in y, gain · change of scale; column 5 is the right-hand side
  const rows = Array.from({ length: 5 }, () => new Float64Array(6));
  const terms = new Float64Array(6);
  for (let v = 1; v < SIZE - 1; v++) {
    for (let u = 1; u < SIZE - 1; u++) {
      const i = v * SIZE + u;
      terms[0] = moved[i]!;
      terms[1] = 1;
      terms[2] = (moved[i + 1]! - moved[i - 1]!) / 2;
      terms[3] = (moved[i + SIZE]! - moved[i - SIZE]!) / 2;
      terms[4] = (u - CENTRE) * terms[2] + (v - CENTRE) * terms[3];
      terms[5] = fixed[i]!;
      for (let row = 0; row < 5; row++) {
        const sums = rows[row]!;
        const term = terms[row]!;
        for (let column = row; column < 6; column++) sums[column]! += term * terms[column]!;
      }
    }
  }
  for (let row = 1; row < 5; row++) {
    for (let column = 0; column < row; column++) rows[row]![column] = rows[column]![row]!;
  }
  const solution = solve(rows);
  if (!solution || !(solution[0]! > 0)) return undefined;
  const [gain, , shiftX, shiftY, growth] = solution as [number, number, number, number, number];
  const next = {
    x: x + (scale * shiftX) / gain,
    y: y + (scale * shiftY) / gain,
    scale: scale * (1 + growth / gain),
  };
  const fits =
    Math.abs(next.x) <= MAX_SHIFT &&
    Math.abs(next.y) <= MAX_SHIFT &&
    next.scale <= MAX_SCALE &&
    next.scale >= 1 / MAX_SCALE;
  return fits ? next : undefined;
}

/** Solves symmetric, positive equations by elimination; undefined where they are singular. */
function solve(rows: Float64Array[]): number[] | undefined {
  const count = rows.length;
  for (let i = 0; i < count; i++) {
    const pivot = rows[i]!;
    if (!(Math.abs(pivot[i]!) > 1e-9)) return undefined;
    for (let other = 0; other < count; other++) {
      if (other === i) continue;
      const factor = rows[other]![i]! / pivot[i]!;
      for (let column = i; column <= count; column++) rows[other]![column]! -= factor * pivot[column]!;
    }
  }
  return rows.map((row, i) => row[count]! / row[i]!);
}

/** Resamples a thumbnail, bilinear; beyond its edge the edge goes on. */
function place(thumbnail: Uint8Array, { x, y, scale }: Placement): Float64Array<ArrayBuffer> {
  const placed = new Float64Array(SIZE * SIZE);
  const clamp = (position: number) => Math.min(Math.max(position, 0), SIZE - 1);
  for (let row = 0; row < SIZE; row++) {
    const v = clamp(scale * (row - CENTRE) + CENTRE + y);
    const top = Math.min(Math.floor(v), SIZE - 2);
    const down = v - top;
    for (let column = 0; column < SIZE; column++) {
      const u = clamp(scale * (column - CENTRE) + CENTRE + x);
      const left = Math.min(Math.floor(u), SIZE - 2);
      const right = u - left;
      const at = top * SIZE + left;
      const above = thumbnail[at]! * (1 - right) + thumbnail[at + 1]! * right;
      const below = thumbnail[at + SIZE]! * (1 - right) + thumbnail[at + SIZE + 1]! * right;
      placed[row * SIZE + column] = above * (1 - down) + below * down;
    }
  }
  return placed;
}

/** Takes the mean of the neighbourhood off each pixel; at the edges the neighbourhood is smaller. */
function takeOffCoarse(pixels: Float64Array): Float64Array {
  const across = new Float64Array(SIZE * SIZE);
  const detail = new Float64Array(SIZE * SIZE);
  for (let row = 0; row < SIZE; row++) {
    for (let column = 0; column < SIZE; column++) {
      const [from, to] = [Math.max(0, column - BLUR), Math.min(SIZE - 1, column + BLUR)];
      let sum = 0;
      for (let at = from; at <= to; at++) sum += pixels[row * SIZE + at]!;
      across[row * SIZE + column] = sum / (to - from + 1);
    }
  }
  for (let row = 0; row < SIZE; row++) {
    const [from, to] = [Math.max(0, row - BLUR), Math.min(SIZE - 1, row + BLUR)];
    for (let column = 0; column < SIZE; column++) {
      let sum = 0;
      for (let at = from; at <= to; at++) sum += across[at * SIZE + column]!;
      const i = row * SIZE + column;
      detail[i] = pixels[i]! - sum / (to - from + 1);
    }
  }
  return detail;
}

/** Pearson's, −1 to 1; 0 where either has no variance worth the name. */
function correlation(a: Float64Array, b: Float64Array): number {
  let [sumA, sumB, sumAB, sumAA, sumBB] = [0, 0, 0, 0, 0];
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]!, b[i]!];
    sumA += x;
    sumB += y;
    sumAB += x * y;
    sumAA += x * x;
    sumBB += y * y;
  }
  const count = a.length;
  const varianceA = sumAA / count - (sumA / count) ** 2;
  const varianceB = sumBB / count - (sumB / count) ** 2;
  if (varianceA < 1e-3 || varianceB < 1e-3) return 0;
  return (sumAB / count - (sumA * sumB) / count ** 2) / Math.sqrt(varianceA * varianceB);
}
