import { type Canvas } from './canvas.ts';
import { type Colour, drawPartner, type Rgb, toRgb } from './colour.ts';
import { valueNoise } from './noise.ts';
import { type Random } from './random.ts';
import { type Texture, type TextureKind, type TextureName, TEXTURES } from './texture.ts';

/** A texture with its colours, size and direction. */
export interface Surface {
  readonly texture: Texture;
  readonly colour: Colour;
  readonly first: Rgb;
  readonly second: Rgb;
  /** periods across the picture */
  readonly periods: number;
  readonly angle: number;
  /** how much a slow change of brightness varies it, 0 to 1 */
  readonly mottle: number;
  readonly mottleSeed: number;
}

/** Finer than this many pixels a period would be noise. */
const MIN_PIXELS_PER_PERIOD = 3;

export function drawSurface(random: Random, name: TextureName, colour: Colour): Surface {
  const kind: TextureKind = TEXTURES[name];
  const second = drawPartner(random, colour);
  return {
    texture: kind.make(random),
    colour,
    first: toRgb(colour),
    second: toRgb(second),
    periods: random.logBetween(...kind.periods),
    angle: random.between(-Math.PI, Math.PI),
    mottle: random.chance(0.5) ? random.between(0, 0.5) : 0,
    mottleSeed: random.seed(),
  };
}

/** Where a surface lies: the point that its coordinates start from, its turn and its magnification. */
export interface Placement {
  readonly x: number;
  readonly y: number;
  readonly angle: number;
  readonly magnification: number;
}

/** A function that writes the surface's colour at a point of the unit square into `rgb`. */
export function surfacePainter(
  surface: Surface,
  size: number,
  place: Placement,
): (x: number, y: number, rgb: Float32Array) => void {
  const { texture, first, second, mottle, mottleSeed } = surface;
  const periods = Math.min(surface.periods / place.magnification, size / MIN_PIXELS_PER_PERIOD);
  const cos = periods * Math.cos(surface.angle + place.angle);
  const sin = periods * Math.sin(surface.angle + place.angle);
  const [r, g, b] = first;
  const dr = second[0] - r;
  const dg = second[1] - g;
  const db = second[2] - b;
  return (x, y, rgb) => {
    const dx = x - place.x;
    const dy = y - place.y;
    const value = texture(dx * cos + dy * sin, dy * cos - dx * sin);
    const light = mottle === 0 ? 1 : 1 + mottle * (valueNoise(3 * x, 3 * y, mottleSeed) - 0.5);
    rgb[0] = light * (r + dr * value);
    rgb[1] = light * (g + dg * value);
    rgb[2] = light * (b + db * value);
  };
}

/** Fills the canvas, or so much of its height from the top. */
export function paintSurface({ size, pixels }: Canvas, surface: Surface, height = 1): void {
  const paint = surfacePainter(surface, size, { x: 0.5, y: 0.5, angle: 0, magnification: 1 });
  const rgb = new Float32Array(3);
  for (let row = 0, at = 0; row < height * size; row++) {
    for (let column = 0; column < size; column++, at += 3) {
      paint((column + 0.5) / size, (row + 0.5) / size, rgb);
      pixels[at] = rgb[0]!;
      pixels[at + 1] = rgb[1]!;
      pixels[at + 2] = rgb[2]!;
    }
  }
}
