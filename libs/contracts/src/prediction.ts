import { z } from 'zod';
import { Split } from './dataset.ts';
import { Id, Sha256 } from './id.ts';

/**
 * One image's prediction in one run. `probabilities` has one entry a class and sums to 1; `predicted` is its arg-max
 * (two classes: class 1 when its probability is at least 0.5).
 */
export const Prediction = z.object({
  image: Sha256,
  path: z.string().min(1),
  label: z.int().min(0),
  predicted: z.int().min(0),
  probabilities: z.array(z.number().min(0).max(1)).min(2),
});
export type Prediction = z.infer<typeof Prediction>;

/** Keyed by (run, split, path): sending a batch again replaces it. */
export const LogPredictionsInput = z.object({
  runId: Id,
  split: Split,
  predictions: z.array(Prediction).min(1).max(10_000),
});
export type LogPredictionsInput = z.infer<typeof LogPredictionsInput>;
export const LogPredictionsOutput = z.object({ rows: z.int() });

export const EvaluationInput = z.object({ runId: Id, split: Split.default('validation') });

/** A share with its Wilson 95 % interval (0..1). `null` where there is nothing to divide by. */
export const Share = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
  hits: z.int(),
  of: z.int(),
});
export type Share = z.infer<typeof Share>;

/** Every figure here is counted from the stored predictions of the run and split. */
export const Evaluation = z.object({
  runId: Id,
  split: Split,
  classNames: z.array(z.string()),
  count: z.int(),
  /** `confusion[predicted][label]`: rows are predictions, columns labels */
  confusion: z.array(z.array(z.int())),
  accuracy: Share,
  balancedAccuracy: z.number().nullable(),
  /** recall of each class; with two classes, of class 0 the true positive rate and of class 1 the true negative rate */
  recall: z.array(Share),
  precision: z.array(Share),
});
export type Evaluation = z.infer<typeof Evaluation>;

export const GalleryInput = z.object({
  runId: Id,
  split: Split.default('validation'),
  outcome: z.enum(['right', 'wrong', 'all']).default('all'),
  /** one cell of the confusion matrix */
  label: z.int().min(0).optional(),
  predicted: z.int().min(0).optional(),
  limit: z.int().min(1).max(500).default(100),
  offset: z.int().min(0).default(0),
});
/** Wrong images come most confident first (the worst mistakes), right ones in the order of the set. */
export const Gallery = z.object({
  total: z.int(),
  images: z.array(
    Prediction.extend({ width: z.int().nullable(), height: z.int().nullable(), hasPreview: z.boolean() }),
  ),
});
export type Gallery = z.infer<typeof Gallery>;

/** More predictions of a split than this are not sent in columns. */
export const MAX_PREDICTION_COLUMNS = 100_000;
/** Nor more probabilities of theirs than this, which take 4 bytes each: 25,000 predictions of 200 classes. */
export const MAX_PREDICTION_PROBABILITIES = 5_000_000;

export const PredictionColumnsInput = z.object({ runId: Id, split: Split.default('validation') });
/** All predictions of a run's split in columns of one length, ordered by path: what curves, thresholds and slices are counted from. */
export const PredictionColumns = z.object({
  runId: Id,
  split: Split,
  classNames: z.array(z.string()),
  paths: z.array(z.string()),
  images: z.array(Sha256),
  labels: z.array(z.int()),
  /** float32, little-endian, `[n, classes]`, as base64 */
  probabilities: z.base64(),
  /** of the images in pixels; 0 where it is not known */
  widths: z.array(z.int()),
  heights: z.array(z.int()),
  /** as the data set measured them (see `DatasetImage`); `null` where it did not */
  brightnesses: z.array(z.number().nullable()),
  sharpnesses: z.array(z.number().nullable()),
  /** 1 where the image has a preview */
  previews: z.array(z.int()),
});
export type PredictionColumns = z.infer<typeof PredictionColumns>;
