import sharp from 'sharp';
import { type Picture } from './picture.ts';
import { type Random } from './random.ts';
import { type Frame } from './scenery.ts';

/** What a camera, in somebody's hands and then in somebody's archive, does to a picture. */
export interface Lens {
  /** Gaussian blur, sigma in pixels; 0 is sharp. */
  readonly blur: number;
  /** Factor on all channels. */
  readonly exposure: number;
  /** Slope of the tone curve at mid grey. */
  readonly contrast: number;
  /** Factor on red over blue, and on green. */
  readonly warmth: number;
  readonly green: number;
  /** Darkening of the corners, 0 … 1. */
  readonly vignette: number;
  /** Standard deviation of the noise, in levels of 255. */
  readonly grain: number;
  /** JPEG quality, 1 … 100. */
  readonly quality: number;
}

export function lens(random: Random): Lens {
  const poor = random.chance(0.15);
  return {
    blur: poor ? random.between(0.9, 2.1) : random.chance(0.4) ? random.between(0.4, 0.9) : 0,
    exposure: Math.exp(random.between(-0.24, 0.22)),
    contrast: random.between(0.86, 1.18),
    warmth: Math.exp(random.between(-0.1, 0.12)),
    green: Math.exp(random.between(-0.04, 0.04)),
    vignette: random.chance(0.6) ? random.between(0.05, 0.45) : 0,
    grain: poor ? random.between(5, 11) : random.between(0.8, 4),
    quality: poor ? random.whole(38, 66) : random.whole(68, 92),
  };
}

/** Standard normal deviates, read in a pseudo-random order: a table is ten times faster than drawing each. */
function deviates(random: Random): Float32Array {
  return Float32Array.from({ length: 1024 }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - random.unit()));
    return radius * Math.cos(2 * Math.PI * random.unit());
  });
}

/** Exposure, colour balance, tone, vignette and grain, in place on `[height, width, 3]` bytes. */
function develop(pixels: Buffer, { width, height }: Frame, settings: Lens, random: Random): void {
  const noise = deviates(random);
  let state = random.whole(1, 0x7fff_fffe);
  const gains = [
    settings.exposure * settings.warmth,
    settings.exposure * settings.green,
    settings.exposure / settings.warmth,
  ];
  const curves = gains.map((gain) =>
    Float32Array.from({ length: 256 }, (_, level) => 127.5 + (level * gain - 127.5) * settings.contrast),
  ) as [Float32Array, Float32Array, Float32Array];
  const luma = settings.grain * 0.85;
  const chroma = settings.grain * 0.5;
  const corner = settings.vignette / (width * width + height * height);
  let i = 0;
  for (let y = 0; y < height; y++) {
    const dy = 2 * y - height;
    for (let x = 0; x < width; x++) {
      const dx = 2 * x - width;
      const shade = 1 - corner * (dx * dx + dy * dy);
      // xorshift32
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      const grain = (noise[state & 1023] as number) * luma;
      const red = (noise[(state >>> 10) & 1023] as number) * chroma;
      const blue = (noise[(state >>> 20) & 1023] as number) * chroma;
      pixels[i] = clamp(curves[0][pixels[i] as number]! * shade + grain + red);
      pixels[i + 1] = clamp(curves[1][pixels[i + 1] as number]! * shade + grain);
      pixels[i + 2] = clamp(curves[2][pixels[i + 2] as number]! * shade + grain + blue);
      i += 3;
    }
  }
}

const clamp = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : value + 0.5);

/**
 * The picture as a JPEG photograph. The bytes depend on the arguments and on the versions of libvips, librsvg and the
 * JPEG encoder alone.
 */
export async function photograph(
  { svg, frame, bleed }: Picture,
  settings: Lens,
  random: Random,
): Promise<Buffer> {
  let rendering = sharp(Buffer.from(svg)).removeAlpha();
  if (bleed > 0) rendering = rendering.extract({ left: bleed, top: bleed, ...frame });
  if (settings.blur >= 0.3) rendering = rendering.blur(settings.blur);
  const pixels = await rendering.raw().toBuffer();
  develop(pixels, frame, settings, random);
  return sharp(pixels, { raw: { ...frame, channels: 3 } })
    .jpeg({ quality: settings.quality })
    .toBuffer();
}
