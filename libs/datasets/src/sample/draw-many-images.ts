import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type Random, randomFrom } from './random.ts';

/** Pictures in work at once: enough to keep sharp's threads busy while this one paints. */
const IN_FLIGHT = 8;
const CLASSES = ['bars', 'discs'] as const;

export interface DrawManyOptions {
  /** the same one gives the same pictures */
  readonly seed?: number;
  /** side in pixels */
  readonly size?: number;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Fills a folder with many small, simple pictures, no two alike, in two classes of equal size: to see how programs cope
 * with a large folder. JPEGs of some kilobytes, thousands a second: `bars/0000000.jpg`, `discs/0000001.jpg`, …
 *
 * @param dir is made where it is missing; files of the same names are replaced
 */
export async function drawManyImages(
  dir: string,
  count: number,
  { seed = 1, size = 64, onProgress }: DrawManyOptions = {},
): Promise<void> {
  for (const name of CLASSES) await mkdir(join(dir, name), { recursive: true });
  let next = 0;
  let done = 0;
  const draw = async (): Promise<void> => {
    while (next < count) {
      const index = next++;
      const name = CLASSES[index % CLASSES.length]!;
      const pixels = paint(randomFrom(`${seed}/${index}`), name, size);
      const jpeg = await sharp(pixels, { raw: { width: size, height: size, channels: 3 } })
        .jpeg({ quality: 85 })
        .toBuffer();
      await writeFile(join(dir, name, `${String(index).padStart(7, '0')}.jpg`), jpeg);
      onProgress?.(++done, count);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, draw));
}

/** A shaded ground with a few shapes, and grain over all of it: `[size, size, 3]`. */
function paint(random: Random, name: (typeof CLASSES)[number], size: number): Uint8Array {
  const colour = () => [random.between(0, 255), random.between(0, 255), random.between(0, 255)] as const;
  const [from, to] = [colour(), colour()];
  const slope = random.between(-1, 1);
  const shapes = Array.from({ length: random.whole(2, 5) }, () => ({
    colour: colour(),
    x: random.between(0, size),
    y: random.between(0, size),
    radius: random.between(size / 12, size / 4),
    across: random.between(-1, 1),
  }));
  const grain = random.between(2, 14);
  let noise = random.whole(1, 0x7fffffff);
  const pixels = new Uint8Array(size * size * 3);
  for (let y = 0, at = 0; y < size; y++) {
    for (let x = 0; x < size; x++) {
      const share = Math.min(Math.max((y + slope * x) / size, 0), 1);
      const inside = shapes.find((shape) =>
        name === 'discs'
          ? (x - shape.x) ** 2 + (y - shape.y) ** 2 < shape.radius ** 2
          : Math.abs(x - shape.x + shape.across * (y - shape.y)) < shape.radius / 3,
      );
      for (let channel = 0; channel < 3; channel++) {
        const ground = from[channel]! + (to[channel]! - from[channel]!) * share;
        noise = (Math.imul(noise, 1103515245) + 12345) & 0x7fffffff;
        const value = (inside ? inside.colour[channel]! : ground) + grain * (noise / 0x40000000 - 1);
        pixels[at++] = Math.min(Math.max(Math.round(value), 0), 255);
      }
    }
  }
  return pixels;
}
