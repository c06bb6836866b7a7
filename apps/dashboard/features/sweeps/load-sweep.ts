import 'server-only';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { orNotFound } from '../shell/or-not-found.ts';
import { serverApi, serverQueryClient } from '../shell/server-query.ts';

/** A sweep, asked for once a request however often it is called; the page for what is not found where there is none. */
export function loadSweep(id: string): Promise<Sweep> {
  return orNotFound(id, () => serverQueryClient().fetchQuery(serverApi().sweeps.get.queryOptions({ id })));
}
