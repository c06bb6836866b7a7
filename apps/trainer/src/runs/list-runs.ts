import type { RunShelf, RunSummary } from '@bestiary/contracts/run';
import { searchRuns } from '@bestiary/tracking/search-runs';
import { defaultServer } from '../default-server.ts';
import { writeJson } from '../terminal/result.ts';
import { parseColumns } from './columns-option.ts';
import { runTable } from './run-table.ts';
import { parseSort } from './sort-option.ts';

export interface ListRunsOptions {
  where?: string;
  sort?: string;
  limit: number;
  columns?: string;
  shelf: RunShelf;
  server?: string;
  json?: boolean;
}

const DEFAULT_COLUMNS = 'metrics.val_accuracy,metrics.val_loss';

/** Lists the runs that a search finds. */
export async function listRuns(options: ListRunsOptions): Promise<void> {
  const columns = parseColumns(options.columns ?? DEFAULT_COLUMNS);
  const runs: RunSummary[] = [];
  const found = searchRuns({
    serverUrl: options.server ?? defaultServer(),
    where: options.where,
    ...(options.sort !== undefined && { sort: parseSort(options.sort) }),
    limit: options.limit,
    shelf: options.shelf,
    // as JSON every metric is of use to a script that names none
    ...(options.json && options.columns === undefined ? {} : { columns }),
  });
  for await (const run of found) runs.push(run);
  if (options.json) writeJson({ runs });
  else if (runs.length === 0) console.log('no runs');
  else console.log(runTable(runs, columns));
}
