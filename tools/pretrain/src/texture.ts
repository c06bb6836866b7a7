import { type Cell, cellularNoise, fractalNoise, latticeHash, mix, smoothStep, valueNoise } from './noise.ts';
import { type Random } from './random.ts';

/** How far a point is from the first colour (0) to the second (1). Coordinates are in periods of the texture. */
export type Texture = (x: number, y: number) => number;

export interface TextureKind {
  /** draws the texture's own variation */
  make(random: Random): Texture;
  /** periods across the picture, drawn log-uniformly */
  readonly periods: readonly [number, number];
}

const TURN = 2 * Math.PI;
const MEDIUM = [4, 14] as const;
const COARSE = [2, 7] as const;

const fraction = (x: number): number => x - Math.floor(x);
/** 0 at whole numbers, 1 half-way */
const triangle = (x: number): number => 1 - Math.abs(2 * fraction(x) - 1);
const newCell = (): Cell => ({ nearest: 0, second: 0, value: 0 });

/** Every kind of texture by name. None of them depicts a thing; several are what surfaces of things are made of. */
export const TEXTURES = {
  plain: {
    periods: COARSE,
    make: (random) => {
      const value = random.between(0, 0.3);
      return () => value;
    },
  },
  gradient: {
    periods: [0.5, 1.2],
    make: () => (x) => smoothStep(-0.5, 0.5, x),
  },
  stripes: {
    periods: MEDIUM,
    make: (random) => {
      const width = random.between(0.3, 0.7);
      return (x) => smoothStep(width - 0.08, width + 0.08, triangle(x));
    },
  },
  waves: {
    periods: MEDIUM,
    make: (random) => {
      const height = random.between(0.25, 0.7);
      const length = random.between(0.25, 0.6);
      return (x, y) => 0.5 + 0.5 * Math.sin(TURN * (x + height * Math.sin(TURN * length * y)));
    },
  },
  chevrons: {
    periods: MEDIUM,
    make: (random) => {
      const steepness = random.between(0.6, 1.4);
      return (x, y) => smoothStep(0.4, 0.6, triangle(y + steepness * triangle(x * 0.6)));
    },
  },
  checks: {
    periods: [3, 9],
    make: () => (x, y) => (Math.floor(2 * x) + Math.floor(2 * y)) & 1,
  },
  plaid: {
    periods: [3, 9],
    make: (random) => {
      const width = random.between(0.3, 0.6);
      const line = (x: number): number => (fraction(x) < width ? 0.5 : 0) + (fraction(x * 3) < 0.2 ? 0.2 : 0);
      return (x, y) => Math.min(1, line(x) + line(y));
    },
  },
  dots: {
    periods: MEDIUM,
    make: (random) => {
      const radius = random.between(0.2, 0.4);
      const shift = random.chance(0.5) ? 0.5 : 0;
      return (x, y) => {
        const dx = fraction(x + shift * (Math.floor(y) & 1)) - 0.5;
        const dy = fraction(y) - 0.5;
        return smoothStep(radius + 0.06, radius - 0.06, Math.hypot(dx, dy));
      };
    },
  },
  spots: {
    periods: MEDIUM,
    make: (random) => {
      const seed = random.seed();
      const cell = newCell();
      return (x, y) => {
        cellularNoise(x, y, seed, cell);
        const radius = 0.15 + 0.3 * cell.value;
        return smoothStep(radius + 0.05, radius - 0.05, cell.nearest);
      };
    },
  },
  bubbles: {
    periods: MEDIUM,
    make: (random) => {
      const seed = random.seed();
      const cell = newCell();
      return (x, y) => {
        cellularNoise(x, y, seed, cell);
        return smoothStep(0.1, 0.04, Math.abs(cell.nearest - 0.18 - 0.25 * cell.value));
      };
    },
  },
  clouds: {
    periods: COARSE,
    make: (random) => {
      const seed = random.seed();
      return (x, y) => smoothStep(0.2, 0.8, fractalNoise(x, y, seed, 5));
    },
  },
  blotches: {
    periods: MEDIUM,
    make: (random) => {
      const seed = random.seed();
      const level = random.between(0.42, 0.58);
      return (x, y) => smoothStep(level - 0.03, level + 0.03, fractalNoise(x, y, seed, 3));
    },
  },
  turbulence: {
    periods: COARSE,
    make: (random) => {
      const seed = random.seed();
      return (x, y) => {
        let sum = 0;
        for (let octave = 0, s = 1; octave < 4; octave++, s *= 2) {
          sum += Math.abs(2 * valueNoise(x * s, y * s, seed + octave) - 1) / s;
        }
        return Math.min(1, sum);
      };
    },
  },
  ridges: {
    periods: COARSE,
    make: (random) => {
      const seed = random.seed();
      return (x, y) => {
        let sum = 0;
        for (let octave = 0, s = 1; octave < 4; octave++, s *= 2) {
          sum += (1 - Math.abs(2 * valueNoise(x * s, y * s, seed + octave) - 1)) ** 3 / s;
        }
        return Math.min(1, 0.7 * sum);
      };
    },
  },
  marble: {
    periods: COARSE,
    make: (random) => {
      const seed = random.seed();
      const warp = random.between(2, 4);
      return (x, y) => (0.5 + 0.5 * Math.sin(TURN * (x + warp * fractalNoise(x, y, seed, 4)))) ** 2;
    },
  },
  wood: {
    periods: COARSE,
    make: (random) => {
      const seed = random.seed();
      const rings = random.between(3, 6);
      return (x, y) => {
        const ring = fraction(rings * (0.6 * x + valueNoise(0.5 * x, 0.12 * y, seed)));
        return mix(ring * ring, valueNoise(12 * x, 0.6 * y, seed + 1), 0.3);
      };
    },
  },
  bricks: {
    periods: [3, 9],
    make: (random) => {
      const seed = random.seed();
      const joint = random.between(0.06, 0.14);
      return (x, y) => {
        const row = Math.floor(2 * y);
        const along = x + 0.5 * (row & 1);
        const edge = Math.min(triangle(along), triangle(2 * y) / 2) / 2;
        if (edge < joint / 2) return 1;
        return 0.45 * latticeHash(Math.floor(along), row, seed);
      };
    },
  },
  scales: {
    periods: [3, 9],
    make: (random) => {
      const roundness = random.between(0.8, 1.2);
      return (x, y) => {
        // the nearest scale on top: look from the lowest row that may cover the point upwards
        for (let row = Math.floor(2 * y) + 1; ; row--) {
          const dx = fraction(x + 0.5 * (row & 1)) - 0.5;
          const dy = y - 0.5 * row + 0.35;
          const distance = Math.hypot(dx, (dy - 0.15) / roundness);
          if (distance < 0.58 || row < 2 * y - 3) return smoothStep(0.15, 0.58, distance);
        }
      };
    },
  },
  fur: {
    periods: [8, 20],
    make: (random) => {
      const seed = random.seed();
      const bend = random.between(0.5, 2);
      return (x, y) => {
        const lean = bend * (2 * valueNoise(0.15 * x, 0.15 * y, seed + 7) - 1);
        const along = 0.18 * (y + lean * x * 0.3);
        const across = x + 2 * lean;
        return 0.6 * valueNoise(across, along, seed) + 0.4 * valueNoise(2.3 * across, 1.7 * along, seed + 1);
      };
    },
  },
  grass: {
    periods: [8, 18],
    make: (random) => {
      const seed = random.seed();
      return (x, y) => {
        let value = 0;
        for (let layer = 0; layer < 3; layer++) {
          const lean = 0.5 * (2 * valueNoise(0.4 * x, 0.2 * y, seed + layer) - 1) + 0.25 * (layer - 1);
          const blade = triangle(x + lean * y + 0.37 * layer);
          const height = valueNoise(Math.floor(x + lean * y) * 3.1, 0.35 * y + layer, seed + 9 + layer);
          value = Math.max(value, blade * smoothStep(0.25, 0.75, height));
        }
        return value;
      };
    },
  },
  cells: {
    periods: MEDIUM,
    make: (random) => {
      const seed = random.seed();
      const cell = newCell();
      return (x, y) => cellularNoise(x, y, seed, cell).value;
    },
  },
  cracks: {
    periods: MEDIUM,
    make: (random) => {
      const seed = random.seed();
      const width = random.between(0.06, 0.16);
      const cell = newCell();
      return (x, y) => {
        cellularNoise(x, y, seed, cell);
        return smoothStep(width, 0.3 * width, cell.second - cell.nearest);
      };
    },
  },
  pebbles: {
    periods: MEDIUM,
    make: (random) => {
      const seed = random.seed();
      const cell = newCell();
      return (x, y) => {
        cellularNoise(x, y, seed, cell);
        return Math.min(1, smoothStep(0, 0.5, cell.second - cell.nearest) * (0.5 + 0.5 * cell.value));
      };
    },
  },
  hexagons: {
    periods: [3, 9],
    make: (random) => {
      const width = random.between(0.05, 0.13);
      return (x, y) => {
        // distance to the border between the two nearest points of a triangular lattice
        const height = Math.sqrt(3);
        const ax = fraction(x) - 0.5;
        const ay = height * (fraction(y / height) - 0.5);
        const bx = fraction(x + 0.5) - 0.5;
        const by = height * (fraction(y / height + 0.5) - 0.5);
        const [dx, dy] = ax * ax + ay * ay < bx * bx + by * by ? [ax, ay] : [bx, by];
        const inner = Math.max(Math.abs(dx), 0.5 * Math.abs(dx) + (height / 2) * Math.abs(dy));
        return smoothStep(0.5 - width - 0.03, 0.5 - width + 0.03, inner);
      };
    },
  },
  triangles: {
    periods: [3, 9],
    make: (random) => {
      const seed = random.seed();
      return (x, y) => {
        const skewed = x + 0.5 * y;
        const half = fraction(skewed) + fraction(y) > 1 ? 1 : 0;
        return latticeHash(2 * Math.floor(skewed) + half, Math.floor(y), seed);
      };
    },
  },
  weave: {
    periods: MEDIUM,
    make: () => (x, y) => {
      const over = (Math.floor(x) + Math.floor(y)) & 1;
      const along = over ? x : y;
      const across = over ? y : x;
      return 0.25 * over + 0.75 * Math.sin(Math.PI * fraction(across)) * (0.5 + 0.5 * triangle(along));
    },
  },
  ripples: {
    periods: MEDIUM,
    make: (random) => {
      const cx = random.between(-2, 2);
      const cy = random.between(-2, 2);
      return (x, y) => 0.5 + 0.5 * Math.sin(TURN * Math.hypot(x - cx, y - cy));
    },
  },
  rays: {
    periods: [1, 1.5],
    make: (random) => {
      const count = random.whole(6, 18);
      const cx = random.between(-0.4, 0.4);
      const cy = random.between(-0.4, 0.4);
      return (x, y) => smoothStep(0.35, 0.65, triangle((count * Math.atan2(y - cy, x - cx)) / TURN));
    },
  },
  swirl: {
    periods: MEDIUM,
    make: (random) => {
      const arms = random.whole(1, 4);
      const cx = random.between(-1, 1);
      const cy = random.between(-1, 1);
      return (x, y) => {
        const angle = Math.atan2(y - cy, x - cx) / TURN;
        return smoothStep(0.35, 0.65, triangle(Math.hypot(x - cx, y - cy) + arms * angle));
      };
    },
  },
  speckle: {
    periods: [16, 40],
    make: (random) => {
      const seed = random.seed();
      return (x, y) => latticeHash(Math.floor(x), Math.floor(y), seed);
    },
  },
  hatching: {
    periods: MEDIUM,
    make: (random) => {
      const width = random.between(0.12, 0.25);
      const crossed = random.chance(0.6);
      return (x, y) => {
        const line = triangle(x) < width || (crossed && triangle(0.5 * x + 0.9 * y) < width);
        return line ? 1 : 0;
      };
    },
  },
} satisfies Record<string, TextureKind>;

export type TextureName = keyof typeof TEXTURES;

/** Left out of training, to see whether the features serve for textures they were not made for. */
export const HELD_OUT_TEXTURES: readonly TextureName[] = [
  'bubbles',
  'plaid',
  'ridges',
  'ripples',
  'triangles',
  'wood',
];
export const TRAINING_TEXTURES = (Object.keys(TEXTURES) as TextureName[]).filter(
  (name) => !HELD_OUT_TEXTURES.includes(name),
);
