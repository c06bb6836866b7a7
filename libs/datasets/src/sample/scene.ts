import { blend, type Colour, lighter } from './colour.ts';
import { disc, fill } from './figure.ts';
import { type Point, polygon } from './geometry.ts';
import { type Random } from './random.ts';
import {
  boulder,
  clouds,
  fir,
  flowers,
  type Frame,
  glow,
  grass,
  ridge,
  ripples,
  speckle,
  trunks,
  wash,
} from './scenery.ts';

export const SCENES = ['forest', 'meadow', 'snow', 'rocks', 'cave', 'sky', 'water', 'sunset'] as const;
export type SceneName = (typeof SCENES)[number];

/** Where the light comes from and how it falls on a figure. */
export interface Light {
  /** Degrees clockwise from the right, as SVG's `feDistantLight` has it: 225 … 315 is from above. */
  readonly azimuth: number;
  readonly elevation: number;
  readonly colour: Colour;
  /** Share of the figure's own colour that is left without direct light; below 0.2 it is near a silhouette. */
  readonly ambient: number;
  readonly strength: number;
}

/** A place without its inhabitant. */
export interface Scene {
  readonly back: string;
  readonly ground: string;
  /** In pixels from the top. */
  readonly horizon: number;
  readonly light: Light;
  readonly haze: Colour;
  /** What grows or lies in the foreground. */
  readonly growth: { readonly kind: 'grass' | 'snow' | 'stones' | 'water'; readonly colour: Colour };
}

interface Sky {
  readonly top: Colour;
  readonly low: Colour;
  readonly light: Light;
}

function sky(random: Random): Sky {
  const azimuth = random.pick([235, 250, 290, 305]) + random.between(-10, 10);
  const hour = random.weighted({ day: 5, overcast: 3, golden: 2.5, dusk: 1.5 });
  switch (hour) {
    case 'day':
      return {
        top: [210 + random.between(-8, 8), 0.58, 0.58],
        low: [203, 0.48, 0.82],
        light: { azimuth, elevation: 52, colour: [46, 0.5, 0.96], ambient: 0.34, strength: 0.98 },
      };
    case 'overcast':
      return {
        top: [214, 0.12, 0.68],
        low: [208, 0.1, 0.83],
        light: { azimuth: 270, elevation: 66, colour: [210, 0.15, 0.93], ambient: 0.32, strength: 0.76 },
      };
    case 'golden':
      return {
        top: [208, 0.32, 0.62],
        low: [38, 0.7, 0.8],
        light: { azimuth, elevation: 40, colour: [36, 0.85, 0.82], ambient: 0.26, strength: 1.1 },
      };
    case 'dusk':
      return {
        top: [232, 0.28, 0.34],
        low: [262, 0.22, 0.58],
        light: { azimuth, elevation: 45, colour: [245, 0.3, 0.78], ambient: 0.2, strength: 0.62 },
      };
  }
}

function meadow(frame: Frame, random: Random): Scene {
  const { height, width } = frame;
  const above = sky(random);
  const horizon = height * random.between(0.34, 0.56);
  const green: Colour = [
    random.between(62, 112),
    random.between(0.3, 0.5),
    0.36 * (0.55 + above.light.strength * 0.45),
  ];
  return {
    horizon,
    light: above.light,
    haze: above.low,
    growth: { kind: 'grass', colour: green },
    back:
      wash('sky', frame, 0, above.top, above.low, horizon + 20) +
      clouds(frame, 0, horizon * 0.8, lighter(above.low, 0.08), random.whole(1, 4), random) +
      ridge(frame, horizon - height * 0.08, height * 0.07, blend(above.low, green, 0.35), random) +
      ridge(
        frame,
        horizon - height * 0.02,
        height * 0.05,
        blend(above.low, lighter(green, -0.08), 0.65),
        random,
      ) +
      Array.from({ length: random.whole(0, 7) }, () => {
        const x = random.unit() * width;
        const r = height * random.between(0.03, 0.07);
        return (
          disc([x, horizon - r * 0.4], r * 1.2, r, lighter(green, -0.12)) +
          disc([x - r * 0.3, horizon - r * 0.7], r * 0.7, r * 0.6, lighter(green, -0.06))
        );
      }).join(''),
    ground:
      wash('field', frame, horizon, lighter(green, 0.1), lighter(green, -0.08)) +
      grass(frame, horizon + 2, height + 8, height * 0.07, 260, green, random) +
      (random.chance(0.6) ? flowers(frame, horizon + 6, height, random.whole(12, 50), random) : ''),
  };
}

function forest(frame: Frame, random: Random): Scene {
  const { height, width } = frame;
  const mist: Colour = [random.between(70, 150), random.between(0.14, 0.32), random.between(0.5, 0.78)];
  const bark: Colour = [random.between(18, 32), 0.26, 0.22];
  const leaf: Colour = [random.pick([95, 110, 125, 42]), 0.36, 0.28];
  const horizon = height * random.between(0.48, 0.62);
  const floor: Colour = [random.between(35, 95), 0.3, 0.27];
  const layer = (t: number, count: number, thick: number): string =>
    trunks(
      frame,
      horizon + t * height * 0.06,
      count,
      thick * width,
      blend(mist, bark, t),
      blend(mist, leaf, t),
      random,
    );
  return {
    horizon,
    light: {
      azimuth: random.between(230, 310),
      elevation: 58,
      colour: [mist[0] * 0.6 + 20, 0.35, 0.9],
      ambient: 0.28,
      strength: random.between(0.6, 0.92),
    },
    haze: mist,
    growth: { kind: 'grass', colour: lighter(leaf, 0.04) },
    back:
      wash('mist', frame, 0, mist, lighter(mist, -0.1)) +
      glow('sunbeam', [random.unit() * width, height * 0.1], width * 0.5, [60, 0.6, 0.92], 0.7) +
      layer(0.25, 12, 0.009) +
      layer(0.5, 8, 0.015) +
      layer(0.8, random.whole(3, 6), 0.026),
    ground:
      wash('floor', frame, horizon, blend(floor, mist, 0.35), lighter(floor, -0.1)) +
      speckle(frame, horizon + 4, height, 70, floor, random) +
      grass(frame, horizon + 6, height + 6, height * 0.05, 130, blend(floor, leaf, 0.6), random),
  };
}

function snow(frame: Frame, random: Random): Scene {
  const { height, width } = frame;
  const above = sky(random);
  const horizon = height * random.between(0.38, 0.58);
  const white: Colour = blend([212, 0.28, 0.88], above.low, 0.25);
  const pine: Colour = [random.between(140, 200), 0.2, 0.24];
  return {
    horizon,
    light: { ...above.light, ambient: above.light.ambient + 0.08 },
    haze: lighter(above.low, 0.08),
    growth: { kind: 'snow', colour: lighter(white, 0.03) },
    back:
      wash('sky', frame, 0, above.top, lighter(above.low, 0.04), horizon + 25) +
      (random.chance(0.6)
        ? ridge(
            frame,
            horizon - height * 0.16,
            height * 0.22,
            blend(above.low, [220, 0.25, 0.5], 0.6),
            random,
            true,
          ) +
          ridge(
            frame,
            horizon - height * 0.06,
            height * 0.14,
            blend(white, [220, 0.2, 0.6], 0.35),
            random,
            true,
          )
        : '') +
      Array.from({ length: random.whole(2, 12) }, () =>
        fir(
          [random.unit() * width, horizon + height * 0.03],
          height * random.between(0.14, 0.36),
          blend(pine, above.low, 0.25),
          true,
          random,
        ),
      ).join('') +
      ridge(frame, horizon, height * 0.05, white, random),
    ground:
      wash('drift', frame, horizon + height * 0.04, white, lighter(white, -0.1)) +
      ridge(frame, height * 0.8, height * 0.08, lighter(white, -0.03), random) +
      speckle(frame, horizon + 10, height, 45, white, random),
  };
}

function rocks(frame: Frame, random: Random): Scene {
  const { height, width } = frame;
  const above = sky(random);
  const stone: Colour = [
    random.pick([24, 34, 210, 0]),
    random.between(0.05, 0.24),
    random.between(0.36, 0.55) * (0.5 + above.light.strength * 0.5),
  ];
  const horizon = height * random.between(0.42, 0.6);
  return {
    horizon,
    light: above.light,
    haze: above.low,
    growth: { kind: 'stones', colour: stone },
    back:
      wash('sky', frame, 0, above.top, above.low, horizon) +
      ridge(
        frame,
        height * random.between(0.08, 0.3),
        height * 0.24,
        blend(above.low, stone, 0.5),
        random,
        true,
      ) +
      ridge(frame, horizon - height * 0.14, height * 0.22, blend(above.low, stone, 0.78), random, true) +
      Array.from({ length: 9 }, () =>
        boulder(
          [random.unit() * width, horizon + height * 0.03],
          height * random.between(0.05, 0.16),
          blend(stone, above.low, 0.2),
          random,
        ),
      ).join(''),
    ground:
      wash('scree', frame, horizon, lighter(stone, 0.05), lighter(stone, -0.13)) +
      speckle(frame, horizon + 2, height, 110, stone, random) +
      Array.from({ length: 8 }, () =>
        boulder(
          [random.unit() * width, random.between(horizon + 8, height)],
          height * random.between(0.015, 0.045),
          stone,
          random,
        ),
      ).join(''),
  };
}

function cave(frame: Frame, random: Random): Scene {
  const { height, width } = frame;
  const wall: Colour = [
    random.pick([18, 28, 215, 260]),
    random.between(0.12, 0.3),
    random.between(0.15, 0.24),
  ];
  const day: Colour = random.pick([
    [205, 0.35, 0.8],
    [42, 0.6, 0.74],
    [28, 0.75, 0.6],
  ] as const);
  const horizon = height * random.between(0.52, 0.66);
  const mouth: Point = [width * random.between(0.2, 0.8), height * random.between(0.25, 0.45)];
  const half = width * random.between(0.13, 0.24);
  const jags = Array.from({ length: 13 }, () => random.between(0.82, 1.12));
  const arch = (size: number): Point[] =>
    jags.map((jag, k): Point => {
      const angle = Math.PI + (k * Math.PI) / 12;
      return [
        mouth[0] + Math.cos(angle) * half * jag * size,
        horizon + 3 + Math.sin(angle) * (horizon - mouth[1] + height * 0.14) * jag * size,
      ];
    });
  const teeth = (count: number): string =>
    Array.from({ length: count }, () => {
      const x = random.unit() * width;
      const r = width * random.between(0.012, 0.04);
      return fill(
        polygon([
          [x - r, -2],
          [x + r, -2],
          [x + random.between(-0.3, 0.3) * r, height * random.between(0.08, 0.34)],
        ]),
        lighter(wall, random.between(-0.06, 0.05)),
      );
    }).join('');
  return {
    horizon,
    light: {
      azimuth: mouth[0] < width / 2 ? 215 : 325,
      elevation: 36,
      colour: [day[0], day[1], 0.86],
      ambient: 0.2,
      strength: random.between(0.62, 1),
    },
    haze: lighter(wall, 0.12),
    growth: { kind: 'stones', colour: lighter(wall, 0.04) },
    back:
      wash('wall', frame, 0, lighter(wall, -0.06), lighter(wall, 0.03)) +
      ridge(frame, height * 0.2, height * 0.3, lighter(wall, 0.025), random, true) +
      fill(polygon(arch(1)), day) +
      fill(
        polygon(
          arch(0.96).map(([x, y]): Point => [
            x,
            Math.max(y, horizon - height * (0.1 + 0.05 * Math.sin(x * 0.09))),
          ]),
        ),
        blend(day, [120, 0.25, 0.35], 0.45),
      ) +
      glow('opening', mouth, width * 0.55, day, 0.65) +
      teeth(9),
    ground:
      wash('cavefloor', frame, horizon, lighter(wall, 0.12), lighter(wall, -0.03)) +
      glow('shine', [mouth[0], horizon + height * 0.1], width * 0.4, day, 0.28) +
      speckle(frame, horizon + 2, height, 80, lighter(wall, 0.05), random) +
      Array.from({ length: 6 }, () =>
        boulder(
          [random.unit() * width, random.between(horizon, height)],
          height * random.between(0.02, 0.08),
          lighter(wall, 0.04),
          random,
        ),
      ).join(''),
  };
}

function openSky(frame: Frame, random: Random): Scene {
  const { height } = frame;
  const above = sky(random);
  const horizon = height * random.between(0.8, 0.9);
  const land: Colour = random.pick([
    [95, 0.28, 0.3],
    [30, 0.25, 0.34],
    [215, 0.1, 0.4],
  ] as const);
  return {
    horizon,
    light: above.light,
    haze: above.low,
    growth: { kind: 'stones', colour: land },
    back:
      wash('sky', frame, 0, above.top, above.low) +
      clouds(frame, 0, height * 0.85, lighter(above.low, 0.1), random.whole(3, 8), random) +
      ridge(
        frame,
        height * random.between(0.76, 0.86),
        height * 0.1,
        blend(above.low, land, 0.4),
        random,
        random.chance(0.5),
      ),
    ground:
      ridge(frame, horizon, height * 0.02, land, random) +
      speckle(frame, horizon + 4, height, 40, land, random) +
      grass(frame, horizon + 3, height, height * 0.03, 60, land, random),
  };
}

function water(frame: Frame, random: Random): Scene {
  const { height, width } = frame;
  const above = sky(random);
  const horizon = height * random.between(0.34, 0.52);
  const deep: Colour = [
    random.between(188, 216),
    random.between(0.22, 0.42),
    0.34 * (0.5 + above.light.strength * 0.5),
  ];
  const shore: Colour = [random.between(60, 130), 0.24, 0.28];
  return {
    horizon,
    light: above.light,
    haze: above.low,
    growth: { kind: 'water', colour: blend(deep, above.low, 0.35) },
    back:
      wash('sky', frame, 0, above.top, above.low, horizon) +
      clouds(frame, 0, horizon * 0.7, lighter(above.low, 0.08), random.whole(0, 3), random) +
      ridge(
        frame,
        horizon - height * 0.1,
        height * 0.12,
        blend(above.low, shore, 0.45),
        random,
        random.chance(0.4),
      ) +
      Array.from({ length: random.whole(0, 14) }, () =>
        fir(
          [random.unit() * width, horizon + 2],
          height * random.between(0.07, 0.2),
          blend(shore, above.low, 0.15),
          false,
          random,
        ),
      ).join('') +
      ridge(frame, horizon - height * 0.015, height * 0.02, lighter(shore, -0.05), random),
    ground:
      wash('lake', frame, horizon, blend(above.low, deep, 0.4), deep) +
      ripples(frame, horizon + 2, height, 70, lighter(above.low, 0.06), random) +
      ripples(frame, horizon + 2, height, 45, lighter(deep, -0.1), random),
  };
}

function sunset(frame: Frame, random: Random): Scene {
  const { height, width } = frame;
  const warm: Colour = [random.between(8, 40), random.between(0.7, 0.9), random.between(0.58, 0.68)];
  const high: Colour = random.pick([
    [265, 0.3, 0.36],
    [225, 0.35, 0.4],
    [340, 0.35, 0.42],
  ] as const);
  const horizon = height * random.between(0.55, 0.72);
  const sun: Point = [width * random.between(0.15, 0.85), horizon - height * random.between(0.02, 0.2)];
  const land: Colour = [high[0], 0.22, random.between(0.1, 0.17)];
  const dark = random.between(0.14, 0.36);
  return {
    horizon,
    light: {
      azimuth: sun[0] < width / 2 ? 200 : 340,
      elevation: 24,
      colour: [warm[0], 0.85, 0.7],
      ambient: dark,
      strength: 0.9,
    },
    haze: blend(warm, high, 0.4),
    growth: { kind: 'grass', colour: lighter(land, 0.03) },
    back:
      wash('dusk', frame, 0, high, warm, horizon + 12) +
      clouds(frame, height * 0.05, horizon * 0.85, [warm[0] - 14, 0.6, 0.66], random.whole(2, 5), random) +
      glow('halo', sun, width * 0.4, [warm[0] + 12, 0.95, 0.78], 0.85) +
      disc(sun, height * 0.055, height * 0.055, [48, 0.95, 0.88]) +
      ridge(
        frame,
        horizon - height * 0.1,
        height * 0.12,
        blend(warm, land, 0.4),
        random,
        random.chance(0.5),
      ) +
      ridge(frame, horizon - height * 0.02, height * 0.06, blend(warm, land, 0.72), random),
    ground:
      wash('dark', frame, horizon, lighter(land, 0.1), lighter(land, -0.04)) +
      grass(frame, horizon + 3, height + 5, height * 0.05, 140, lighter(land, 0.05), random),
  };
}

const DRAW: Readonly<Record<SceneName, (frame: Frame, random: Random) => Scene>> = {
  forest,
  meadow,
  snow,
  rocks,
  cave,
  sky: openSky,
  water,
  sunset,
};

/** One of the places, with its own hour, weather and colours. */
export const scene = (name: SceneName, frame: Frame, random: Random): Scene => DRAW[name](frame, random);
