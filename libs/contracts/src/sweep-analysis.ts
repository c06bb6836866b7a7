import { z } from 'zod';
import { Id } from './id.ts';
import { Share } from './prediction.ts';

const IntervalOf = z.object({
  value: z.number().nullable(),
  low: z.number().nullable(),
  high: z.number().nullable(),
});

/** More finished trials than this are not judged: those best by the first objective are. */
export const MAX_JUDGED_TRIALS = 500;
/** Of those, so many are told apart by pairs. */
export const MAX_RANKED_TRIALS = 100;

export const RankedTrial = z.object({
  trialId: Id,
  number: z.int(),
  runId: Id,
  /** from 1; trials that can't be told apart from the first of a rank share it: exact McNemar, corrected by Holm for all pairs */
  rank: z.int(),
  /** Wilson */
  accuracy: Share,
  /** stratified bootstrap of 2,000 draws, percentiles */
  balancedAccuracy: IntervalOf,
});
export type RankedTrial = z.infer<typeof RankedTrial>;

/** Trials on the same images, by what their runs predicted there. */
export const TrialRanking = z.object({
  images: z.int(),
  /** the best by the figure of the analysis first */
  trials: z.array(RankedTrial),
});
export type TrialRanking = z.infer<typeof TrialRanking>;

/** How much of the best trial's figure is due to its having been chosen on the same images. */
export const TrialSelection = z.object({
  /** how many trials were chosen among, and on how many images */
  trials: z.int(),
  images: z.int(),
  /** number of the trial that is best by the figure of the analysis */
  winner: z.int(),
  /** its figure on the images on which it was chosen */
  apparent: z.number(),
  /** what choosing the best of these trials gives on images that took no part in the choice */
  honest: IntervalOf,
  /** apparent − honest */
  optimism: z.number(),
  /** over the second best */
  margin: z.number(),
  /** over the mean of all trials */
  lead: z.number(),
  /** how much of the lead is selection, 0..1; 1 where all trials are equally good, `null` where nobody leads */
  selectedShare: z.number().nullable(),
  /** trials that would have been the best in some of the draws, the likeliest first; twenty at most */
  wins: z.array(z.object({ number: z.int(), share: z.number() })),
});
export type TrialSelection = z.infer<typeof TrialSelection>;

export const SweepAnalysis = z.object({
  /** what trials are judged by here: balanced accuracy where that is the objective, else accuracy */
  by: z.enum(['accuracy', 'balancedAccuracy']),
  /** on the validation images; `null` where fewer than two finished trials predicted the same */
  validation: TrialRanking.nullable(),
  selection: TrialSelection.nullable(),
  /** on images that no trial was chosen by; `null` where none were set aside */
  holdout: TrialRanking.nullable(),
});
export type SweepAnalysis = z.infer<typeof SweepAnalysis>;
