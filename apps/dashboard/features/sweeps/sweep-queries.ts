import type { SweepPage } from '@bestiary/contracts/sweep-record';

export const SWEEPS_PAGE = { limit: 50 };

/** How further pages are asked for; the same on server and client, so that their keys agree. */
export const SWEEPS_PAGING = {
  getNextPageParam: (page: SweepPage) => page.nextCursor,
};
