import sharp from 'sharp';
import { lens, photograph } from './lens.ts';
import { picture, type Recipe, recipe } from './picture.ts';
import { randomFrom } from './random.ts';
import { type PlannedPicture } from './sample-plan.ts';
import { type NearDuplicateChange } from './sample-truth.ts';

/** A finished picture and what is in it. */
export interface DrawnPicture {
  readonly jpeg: Buffer;
  readonly recipe: Recipe;
}

async function changed(
  jpeg: Buffer,
  { crop, offset, brightness, quality }: NearDuplicateChange,
): Promise<Buffer> {
  const { width, height } = await sharp(jpeg).metadata();
  const [cutX, cutY] = [Math.round(width * crop), Math.round(height * crop)];
  return sharp(jpeg)
    .extract({
      left: Math.round(cutX * offset),
      top: Math.round(cutY * offset),
      width: width - cutX,
      height: height - cutY,
    })
    .modulate({ brightness })
    .jpeg({ quality })
    .toBuffer();
}

/** Draws one planned picture. Equal plans give equal bytes on one machine and one version of `sharp`. */
export async function drawPicture({ creature, key, duplicate }: PlannedPicture): Promise<DrawnPicture> {
  const random = randomFrom(key);
  const made = recipe(creature, random.fork('recipe'));
  const drawn = picture(made, random.fork('picture'));
  const jpeg = await photograph(drawn, lens(random.fork('lens')), random.fork('grain'));
  return { jpeg: duplicate === null ? jpeg : await changed(jpeg, duplicate.change), recipe: made };
}
