import { access, mkdir, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';

const SIDE = 64;
const CLASSES = ['ring', 'stripe'] as const;

/**
 * Makes a set of small JPEGs in two class folders, each picture another one; what is there is left as it is.
 *
 * @param count of all pictures
 */
export async function drawManyImages(dir: string, count: number): Promise<void> {
  const done = join(dir, `.${count}-drawn`);
  if (
    await access(done).then(
      () => true,
      () => false,
    )
  )
    return;
  await Promise.all(CLASSES.map((name) => mkdir(join(dir, name), { recursive: true })));
  let next = 0;
  const lanes = Array.from({ length: 2 * availableParallelism() }, async () => {
    for (let i = next++; i < count; i = next++) {
      const name = CLASSES[i % 2]!;
      const pixels = picture(i, name);
      const jpeg = await sharp(pixels, { raw: { width: SIDE, height: SIDE, channels: 3 } })
        .jpeg()
        .toBuffer();
      await writeFile(join(dir, name, `${String(i).padStart(6, '0')}.jpg`), jpeg);
    }
  });
  await Promise.all(lanes);
  await writeFile(done, '');
}

/** `[SIDE, SIDE, 3]`: rings or stripes of a width, colour and place that depend on the number. */
function picture(number: number, kind: (typeof CLASSES)[number]): Uint8Array {
  const pixels = new Uint8Array(SIDE * SIDE * 3);
  const share = (salt: number) => ((Math.imul(number + 1, 2_654_435_761 + 2 * salt) >>> 0) % 10_007) / 10_007;
  const [x0, y0, period, angle] = [share(1) * SIDE, share(2) * SIDE, 4 + 12 * share(3), Math.PI * share(4)];
  const colour = [80 + 175 * share(5), 80 + 175 * share(6), 80 + 175 * share(7)];
  for (let y = 0, at = 0; y < SIDE; y++)
    for (let x = 0; x < SIDE; x++) {
      const distance =
        kind === 'ring'
          ? Math.hypot(x - x0, y - y0)
          : (x - x0) * Math.cos(angle) + (y - y0) * Math.sin(angle);
      const light = 0.55 + 0.45 * Math.sin((2 * Math.PI * distance) / period);
      for (const channel of colour) pixels[at++] = channel * light;
    }
  return pixels;
}
