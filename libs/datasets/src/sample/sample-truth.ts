import { Sha256 } from '@bestiary/contracts/id';
import { z } from 'zod';
import { COATS, CREATURES, DISTANCES, POSES } from './picture.ts';
import { SCENES } from './scene.ts';
import { VEILS } from './foreground.ts';

/** Raised when the same seed draws other pictures than before: old sets are then drawn anew. */
export const SAMPLE_VERSION = 1;

/** The truth's file name, beside the class folders. */
export const SAMPLE_TRUTH_FILE = 'sample.json';

const Path = z.string().regex(/^(bear|dragon)\/\1-\d{4,}\.jpg$/);

/** How a near-duplicate was made of another picture. */
export const NearDuplicateChange = z.object({
  /** Share of the width and of the height that was cut off, 0 … 1, split over both sides as `offset` says. */
  crop: z.number().min(0).max(0.5),
  /** Where the cut picture lies in the old one: 0 is left or top, 1 right or bottom. */
  offset: z.number().min(0).max(1),
  /** Factor on the lightness. */
  brightness: z.number().positive(),
  /** JPEG quality of the copy, 1 … 100. */
  quality: z.int().min(1).max(100),
});
export type NearDuplicateChange = z.infer<typeof NearDuplicateChange>;

/** What is in one picture: lets errors be counted by pose, place, distance or what hides the animal. */
export const PictureTruth = z.object({
  path: Path,
  sha256: Sha256,
  /** What the picture shows, whatever folder it lies in. */
  creature: z.enum(CREATURES),
  pose: z.enum(POSES),
  coat: z.enum(COATS),
  scene: z.enum(SCENES),
  distance: z.enum(DISTANCES),
  veil: z.enum(VEILS),
  /** Share of the animal that the veil hides, roughly: 0 … 1. */
  hidden: z.number().min(0).max(1),
  individuals: z.int().min(1),
});
export type PictureTruth = z.infer<typeof PictureTruth>;

/**
 * `sample.json`: what a sample set is made of and which of its pictures are wrong on purpose. A classifier that knows
 * every animal agrees with the folders on `1 − mislabelled.length / count` of the pictures.
 */
export const SampleTruth = z.object({
  version: z.int().min(1),
  seed: z.int(),
  count: z.int(),
  /** The folders, in the order of their labels, and how many pictures each holds. */
  classes: z.array(z.object({ name: z.enum(CREATURES), count: z.int() })),
  /** Pictures in the wrong folder. */
  mislabelled: z.array(z.object({ path: Path, trueClass: z.enum(CREATURES) })),
  /** Pictures that are another picture of the same folder, cut, brightened and encoded again. */
  nearDuplicates: z.array(z.object({ path: Path, of: Path, change: NearDuplicateChange })),
  /** Every picture, ordered by path. */
  pictures: z.array(PictureTruth),
});
export type SampleTruth = z.infer<typeof SampleTruth>;
