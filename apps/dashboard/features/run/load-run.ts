import 'server-only';
import type { RunDetail } from '@bestiary/contracts/run';
import { orNotFound } from '../shell/or-not-found.ts';
import { serverApi, serverQueryClient } from '../shell/server-query.ts';

/** A run, asked for once a request however often it is called; the page for what is not found where there is none. */
export function loadRun(id: string): Promise<RunDetail> {
  return orNotFound(id, () => serverQueryClient().fetchQuery(serverApi().runs.get.queryOptions({ id })));
}
