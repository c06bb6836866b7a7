import { type Canvas } from './canvas.ts';
import { smoothStep } from './noise.ts';
import { type Outline } from './shape.ts';
import { type Surface, surfacePainter } from './surface.ts';

/** A shape on the canvas. Places and lengths are in sides of the picture, angles in radians. */
export interface Figure {
  readonly outline: Outline;
  readonly surface: Surface;
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly angle: number;
  /** width over height beyond the shape's own, as a square root on each axis */
  readonly stretch: number;
  readonly mirrored: boolean;
  /** half the width of the line, in radii, of a figure that is drawn as an outline; undefined: filled */
  readonly line: number | undefined;
  /** how much brighter the side towards the light is, 0 to 1 */
  readonly shading: number;
  /** how dark the rim is, 0 to 1 */
  readonly rim: number;
  /** how dark its shadow on what lies below is, 0 to 1 */
  readonly shadow: number;
  readonly lightAngle: number;
}

/** Shapes reach a little over their radius, and shadows beside it. */
const REACH = 1.45;
const SHADOW_SHIFT = 0.12;

export function paintFigure({ size, pixels }: Canvas, figure: Figure): void {
  const { x, y, radius, line } = figure;
  const across = Math.sqrt(figure.stretch) * radius;
  const along = radius / Math.sqrt(figure.stretch);
  const cos = Math.cos(figure.angle);
  const sin = Math.sin(figure.angle);
  const mirror = figure.mirrored ? -1 : 1;
  /** signed distance at an offset from the centre, in pixels */
  const scale = Math.min(across, along) * size;
  const distance = (dx: number, dy: number): number => {
    const inner = figure.outline((mirror * (dx * cos + dy * sin)) / across, (dy * cos - dx * sin) / along);
    return scale * (line === undefined ? inner : Math.abs(inner) - line);
  };
  const paint = surfacePainter(figure.surface, size, {
    x,
    y,
    angle: figure.angle,
    magnification: Math.sqrt(2 * radius),
  });
  const lightX = Math.cos(figure.lightAngle);
  const lightY = Math.sin(figure.lightAngle);
  const shift = SHADOW_SHIFT * radius;
  const blur = Math.max(1, 0.06 * radius * size);

  const reach = REACH * Math.max(across, along);
  const left = Math.max(0, Math.floor((x - reach) * size));
  const right = Math.min(size, Math.ceil((x + reach) * size));
  const top = Math.max(0, Math.floor((y - reach) * size));
  const bottom = Math.min(size, Math.ceil((y + reach) * size));
  const rgb = new Float32Array(3);
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) {
      const px = (column + 0.5) / size;
      const py = (row + 0.5) / size;
      const dx = px - x;
      const dy = py - y;
      const at = 3 * (row * size + column);
      const edge = distance(dx, dy);
      const cover = Math.min(1, Math.max(0, 0.5 - edge));
      if (cover < 1 && figure.shadow > 0) {
        const below = distance(dx + shift * lightX, dy + shift * lightY);
        const dark = 1 - figure.shadow * smoothStep(blur, -blur, below);
        pixels[at]! *= dark;
        pixels[at + 1]! *= dark;
        pixels[at + 2]! *= dark;
      }
      if (cover === 0) continue;
      paint(px, py, rgb);
      const facing = 1 + (figure.shading * (dx * lightX + dy * lightY)) / radius;
      const light = facing * (1 - figure.rim * smoothStep(-0.3 * scale, 0, edge));
      for (let channel = 0; channel < 3; channel++) {
        const under = pixels[at + channel]!;
        pixels[at + channel] = under + cover * (light * rgb[channel]! - under);
      }
    }
  }
}
