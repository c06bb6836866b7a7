import { SPLITS } from '@bestiary/contracts/dataset';

/** Which images of a folder are evaluated on: all, or those that were in one part of the model's own data set. */
export const EVALUATED_PARTS = ['all', ...SPLITS] as const;
export type EvaluatedPart = (typeof EVALUATED_PARTS)[number];
