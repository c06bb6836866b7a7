import sharp from 'sharp';
import { checkImage } from './image-check.ts';
import { decodeImage } from './decode.ts';
import { readImageFile } from './image-file.ts';
import type { ImageFile } from './image-folder.ts';
import { type ResizeMode, resizeBilinear } from './resize.ts';

/** Images a row, and rows. */
const SIDE = 3;
const GAP = 16;
const TITLE = 28;
const TITLE_FONT = 15;
/** width of a letter, about, in pixels: a title that is wider than its image ends in an ellipsis */
const LETTER = 9;

/**
 * Draws the first nine images (or fewer) as a PNG, three a row on white, each as the network sees it and with its class
 * as title.
 *
 * @param images good ones; those after the ninth are left out
 * @param size side of an image in pixels, as in training
 * @throws BadImageError where one cannot be decoded after all
 */
export async function drawSampleGrid(
  images: readonly ImageFile[],
  classNames: readonly string[],
  { size = 160, resize = 'stretch' }: { size?: number; resize?: ResizeMode } = {},
): Promise<Buffer> {
  const shown = images.slice(0, SIDE * SIDE);
  const columns = Math.min(SIDE, shown.length);
  const width = GAP + columns * (size + GAP);
  const height = GAP + Math.ceil(shown.length / SIDE) * (TITLE + size + GAP);
  const cells = await Promise.all(
    shown.map(async (image, i) => ({
      input: await draw(image, size, resize),
      raw: { width: size, height: size, channels: 3 as const },
      left: GAP + (i % SIDE) * (size + GAP),
      top: GAP + Math.floor(i / SIDE) * (TITLE + size + GAP) + TITLE,
    })),
  );
  const titles = cells.map(
    ({ left, top }, i) =>
      `<text x="${left + size / 2}" y="${top - 9}">${escapeXml(shorten(classNames[shown[i]!.label]!, Math.floor(size / LETTER)))}</text>`,
  );
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <g font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="${TITLE_FONT}" text-anchor="middle" fill="#1a1a1a">${titles.join('')}</g>
  </svg>`;
  return sharp({ create: { width, height, channels: 3, background: 'white' } })
    .composite([...cells, { input: Buffer.from(text), left: 0, top: 0 }])
    .png()
    .toBuffer();
}

/** `[size, size, 3]` uint8: fractions are cut off, as the notebook's `astype("uint8")` does. */
async function draw(image: ImageFile, size: number, resize: ResizeMode): Promise<Buffer> {
  const bytes = await readImageFile(image.file);
  const pixels = new Float32Array(size * size * 3);
  resizeBilinear(await decodeImage(bytes, await checkImage(bytes, image.path)), size, resize, pixels);
  return Buffer.from(pixels);
}

function shorten(title: string, length: number): string {
  const characters = [...title];
  return characters.length <= length ? title : `${characters.slice(0, length - 1).join('')}…`;
}

function escapeXml(text: string): string {
  const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  // control characters are allowed in file names, not in XML
  return text.replace(/[&<>"\p{Cc}\p{Cs}]/gu, (character) => entities[character] ?? ' ');
}
