import { z } from 'zod';
import { MAX_COMPARED } from './curve.ts';
import { Split } from './dataset.ts';
import { Id } from './id.ts';
import { Prediction, Share } from './prediction.ts';

export const RankingInput = z.object({
  runIds: z.array(Id).min(1).max(MAX_COMPARED),
  split: Split.default('validation'),
});

/** A figure with its 95 % interval, 0..1. */
const IntervalOf = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

export const RankedRun = z.object({
  runId: Id,
  /** from 1; runs that can't be told apart share one */
  rank: z.int(),
  /** `confusion[predicted][label]`: rows are predictions, columns labels */
  confusion: z.array(z.array(z.int())),
  /** stratified bootstrap of 2,000 draws, percentiles */
  balancedAccuracy: IntervalOf,
  /** Wilson */
  accuracy: Share,
});
export type RankedRun = z.infer<typeof RankedRun>;

/** The images of two runs, by who has them right, and whether that tells the two apart. */
export const RunPair = z.object({
  a: Id,
  b: Id,
  bothRight: z.int(),
  onlyA: z.int(),
  onlyB: z.int(),
  bothWrong: z.int(),
  /** exact McNemar, two-sided */
  pValue: z.number(),
  /** corrected for the number of pairs of the group: Holm */
  corrected: z.number(),
});
export type RunPair = z.infer<typeof RunPair>;

/** Runs that were judged on the same images with the same labels; only those are ranked against each other. */
export const RankingGroup = z.object({
  /** names of the data sets of its runs; several where the same images are in several sets */
  datasets: z.array(z.string()),
  classNames: z.array(z.string()),
  /** how many images all of its runs predicted */
  images: z.int(),
  /** images left out, as not every run has them, or as their labels differ */
  leftOut: z.int(),
  /** the best balanced accuracy first */
  runs: z.array(RankedRun),
  pairs: z.array(RunPair),
});
export type RankingGroup = z.infer<typeof RankingGroup>;

export const Ranking = z.object({
  split: Split,
  /** the largest first */
  groups: z.array(RankingGroup),
  /** runs that there are, but without predictions of this split */
  without: z.array(Id),
});
export type Ranking = z.infer<typeof Ranking>;

/** Who was right about an image: both runs, one of them, none. */
export const PAIR_OUTCOMES = ['bothRight', 'onlyA', 'onlyB', 'bothWrong'] as const;
export const PairOutcome = z.enum(PAIR_OUTCOMES);
export type PairOutcome = z.infer<typeof PairOutcome>;

export const RunPairInput = z.object({ a: Id, b: Id, split: Split.default('validation') });

/**
 * Two runs on the images that both predicted: the same file at the same place with the same label. `otherA` and `otherB`
 * are images of one run that the other has not.
 */
export const RunPairCounts = z.object({
  bothRight: z.int(),
  onlyA: z.int(),
  onlyB: z.int(),
  bothWrong: z.int(),
  /** exact McNemar of these two alone, two-sided */
  pValue: z.number(),
  otherA: z.int(),
  otherB: z.int(),
  classNames: z.array(z.string()),
});
export type RunPairCounts = z.infer<typeof RunPairCounts>;

export const PairGalleryInput = RunPairInput.extend({
  outcome: PairOutcome,
  limit: z.int().min(1).max(500).default(60),
  offset: z.int().min(0).default(0),
});

/** Images with A's prediction and beside it B's; those on which the two are furthest apart come first. */
export const PairGallery = z.object({
  total: z.int(),
  images: z.array(
    Prediction.extend({
      width: z.int().nullable(),
      height: z.int().nullable(),
      hasPreview: z.boolean(),
      other: Prediction.pick({ predicted: true, probabilities: true }),
    }),
  ),
});
export type PairGalleryQuery = z.output<typeof PairGalleryInput>;
export type PairGallery = z.infer<typeof PairGallery>;
