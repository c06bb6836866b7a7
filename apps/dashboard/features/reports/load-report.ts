import 'server-only';
import type { Report } from '@bestiary/contracts/report';
import { orNotFound } from '../shell/or-not-found.ts';
import { serverApi, serverQueryClient } from '../shell/server-query.ts';

/** A report, asked for once a request however often it is called; the page for what is not found where there is none. */
export function loadReport(id: string): Promise<Report> {
  return orNotFound(id, () => serverQueryClient().fetchQuery(serverApi().reports.get.queryOptions({ id })));
}
