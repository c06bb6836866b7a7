import type { Split } from '@bestiary/contracts/dataset';

/** Images asked for at once. */
export const GALLERY_PAGE = 60;
/** So many right ones are shown beside the wrong ones. */
export const RIGHT_SHOWN = 9;
/** So many of the worst mistakes are on the first page of a run. */
export const WORST_SHOWN = 9;

/** Inputs of the queries of a run's page, the same on server and client so that their keys agree. */
export const RUN_QUERIES = {
  history: (runId: string) => ({ runIds: [runId] }),
  evaluation: (runId: string, split: Split) => ({ runId, split }),
  right: (runId: string, split: Split) => ({
    runId,
    split,
    outcome: 'right' as const,
    limit: RIGHT_SHOWN,
  }),
  worst: (runId: string, split: Split) => ({ runId, split, outcome: 'wrong' as const, limit: WORST_SHOWN }),
};
