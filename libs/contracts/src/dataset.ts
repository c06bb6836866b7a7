import { z } from 'zod';
import { Id, Sha256 } from './id.ts';
import { Name } from './project.ts';

export const SPLITS = ['training', 'validation', 'test'] as const;
export const Split = z.enum(SPLITS);
export type Split = z.infer<typeof Split>;

/** One image of a data set: its file by content, its place in the folder, its class by index into `classNames`. */
export const DatasetImage = z.object({
  sha256: Sha256,
  path: z.string().min(1).max(4_096),
  label: z.int().min(0),
  split: Split,
  width: z.int().min(1),
  height: z.int().min(1),
  /** mean luma, 0 (black) to 1 (white) */
  brightness: z.number().min(0).max(1).optional(),
  /** variance of the Laplacian of the luma on a grid of 64 × 64, in squared levels of 255 */
  sharpness: z.number().min(0).optional(),
  /** 64 bits that are alike for images that look alike */
  perceptualHash: z
    .string()
    .regex(/^[0-9a-f]{16}$/, 'expected 16 lower-case hexadecimal digits')
    .optional(),
});
export type DatasetImage = z.infer<typeof DatasetImage>;

/**
 * A data set is known by the hash of its manifest: registering it again changes nothing, but that measures of its images
 * which were missing are added.
 */
export const RegisterDatasetInput = z.object({
  id: Id,
  name: Name,
  manifestSha256: Sha256,
  classNames: z.array(z.string().min(1)).min(2),
  images: z.array(DatasetImage).min(1).max(200_000),
});
export type RegisterDatasetInput = z.infer<typeof RegisterDatasetInput>;
/** The id of the data set with that manifest: the one sent, or the one that was there before. */
export const RegisterDatasetOutput = z.object({ id: Id, created: z.boolean() });

export const Dataset = z.object({
  id: Id,
  name: z.string(),
  manifestSha256: Sha256,
  classNames: z.array(z.string()),
  counts: z.array(z.object({ split: Split, label: z.int(), count: z.int() })),
  createdAt: z.iso.datetime(),
});
export type Dataset = z.infer<typeof Dataset>;

/** Which of these images have no preview stored yet. */
export const MissingPreviewsInput = z.object({ images: z.array(Sha256).max(10_000) });
export const MissingPreviewsOutput = z.object({ missing: z.array(Sha256) });
/** Says which stored blob shows which image (browsers load it from `/api/images/<image sha256>`). */
export const AttachPreviewsInput = z.object({
  previews: z.array(z.object({ image: Sha256, blob: Sha256 })).max(10_000),
});
