/** A number in [0, 1) for each lattice point. */
export function latticeHash(x: number, y: number, seed: number): number {
  let h = (Math.imul(x, 0x165667b1) ^ Math.imul(y, 0x27d4eb2f) ^ seed) | 0;
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
  return ((h ^ (h >>> 15)) >>> 0) / 2 ** 32;
}

/** Value noise: smooth between random lattice values, in [0, 1), one feature a unit. */
export function valueNoise(x: number, y: number, seed: number): number {
  const left = Math.floor(x);
  const top = Math.floor(y);
  const u = smooth(x - left);
  const v = smooth(y - top);
  const upper = mix(latticeHash(left, top, seed), latticeHash(left + 1, top, seed), u);
  const lower = mix(latticeHash(left, top + 1, seed), latticeHash(left + 1, top + 1, seed), u);
  return mix(upper, lower, v);
}

/** Octaves of value noise, each twice as fine and half as strong; in [0, 1). */
export function fractalNoise(x: number, y: number, seed: number, octaves: number): number {
  let sum = 0;
  let total = 0;
  let strength = 1;
  for (let octave = 0; octave < octaves; octave++) {
    sum += strength * valueNoise(x, y, seed + octave);
    total += strength;
    strength /= 2;
    x *= 2;
    y *= 2;
  }
  return sum / total;
}

export interface Cell {
  /** distance to the nearest point */
  nearest: number;
  /** distance to the second nearest */
  second: number;
  /** a number in [0, 1) that belongs to the nearest point's cell */
  value: number;
}

/** Worley's cellular noise: one random point a unit square. Writes into `cell` and returns it. */
export function cellularNoise(x: number, y: number, seed: number, cell: Cell): Cell {
  const column = Math.floor(x);
  const row = Math.floor(y);
  cell.nearest = cell.second = Infinity;
  for (let j = row - 1; j <= row + 1; j++) {
    for (let i = column - 1; i <= column + 1; i++) {
      const dx = i + latticeHash(i, j, seed) - x;
      const dy = j + latticeHash(i, j, seed ^ 0x5bd1e995) - y;
      const distance = dx * dx + dy * dy;
      if (distance < cell.nearest) {
        cell.second = cell.nearest;
        cell.nearest = distance;
        cell.value = latticeHash(i, j, seed ^ 0x1b873593);
      } else if (distance < cell.second) cell.second = distance;
    }
  }
  cell.nearest = Math.sqrt(cell.nearest);
  cell.second = Math.sqrt(cell.second);
  return cell;
}

export function mix(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}

/** 0 below `low`, 1 above `high`, an S between */
export function smoothStep(low: number, high: number, x: number): number {
  const t = (x - low) / (high - low);
  return t <= 0 ? 0 : t >= 1 ? 1 : smooth(t);
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
