import { SOBOL_DIRECTIONS } from './sobol-directions.ts';

const BITS = 32;

/** How many dimensions there are direction numbers for. */
export const SOBOL_DIMENSIONS = SOBOL_DIRECTIONS.length + 1;

/** `[dimension][bit]`: what each bit of a point's number adds to a coordinate, as a fraction of 2³². */
const DIRECTIONS: readonly Uint32Array[] = [
  Uint32Array.from({ length: BITS }, (_, bit) => (1 << (BITS - 1 - bit)) >>> 0),
  ...SOBOL_DIRECTIONS.map(directionsOf),
];

function directionsOf([a, ...m]: readonly number[]): Uint32Array {
  const degree = m.length;
  const v = new Uint32Array(BITS);
  for (let bit = 0; bit < BITS; bit++) {
    if (bit < degree) {
      v[bit] = m[bit]! << (BITS - 1 - bit);
    } else {
      let next = v[bit - degree]! ^ (v[bit - degree]! >>> degree);
      for (let k = 1; k < degree; k++) if ((a! >>> (degree - 1 - k)) & 1) next ^= v[bit - k]!;
      v[bit] = next;
    }
  }
  return v;
}

/**
 * A coordinate of a point of the Sobol sequence, as a fraction of 2³². Points are numbered plainly, not by Gray code.
 *
 * @param index 0 ≤ index < 2³²
 * @param dimension 0 ≤ dimension < {@link SOBOL_DIMENSIONS}
 */
export function sobolBits(index: number, dimension: number): number {
  const directions = DIRECTIONS[dimension]!;
  let bits = 0;
  for (let bit = 0, rest = index >>> 0; rest !== 0; bit++, rest >>>= 1)
    if (rest & 1) bits ^= directions[bit]!;
  return bits >>> 0;
}

/**
 * The same coordinate, 0 < x < 1, in an Owen-scrambled sequence: every digit is flipped depending on those before it, so
 * that the points are as even as before but uniform by chance. Seeds that differ give independent scramblings.
 *
 * Source: B. Burley, "Practical hash-based Owen scrambling", Journal of Computer Graphics Techniques 9:4 (2020), section 3.
 */
export function scrambledSobol(index: number, dimension: number, seed: number): number {
  const scrambled = reverse(laineKarras(reverse(sobolBits(index, dimension)), seed));
  return (scrambled + 0.5) * 2 ** -BITS;
}

/** A permutation of 32-bit numbers in which each bit depends on the lower ones alone. */
function laineKarras(bits: number, seed: number): number {
  let x = (bits + seed) | 0;
  x ^= Math.imul(x, 0x6c50b47c);
  x ^= Math.imul(x, 0xb82f1e52);
  x ^= Math.imul(x, 0xc7afe638);
  x ^= Math.imul(x, 0x8d22f6e6);
  return x >>> 0;
}

function reverse(bits: number): number {
  let x = bits;
  x = ((x >>> 1) & 0x55555555) | ((x & 0x55555555) << 1);
  x = ((x >>> 2) & 0x33333333) | ((x & 0x33333333) << 2);
  x = ((x >>> 4) & 0x0f0f0f0f) | ((x & 0x0f0f0f0f) << 4);
  x = ((x >>> 8) & 0x00ff00ff) | ((x & 0x00ff00ff) << 8);
  return ((x >>> 16) | (x << 16)) >>> 0;
}
