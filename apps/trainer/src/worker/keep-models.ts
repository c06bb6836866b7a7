/** Of which trials models and settings are kept as files of their runs: of those that were the best when they ended, of all, or of none. */
export const KEEP_MODELS = ['none', 'best', 'all'] as const;
export type KeepModels = (typeof KEEP_MODELS)[number];
