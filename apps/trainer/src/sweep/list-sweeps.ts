import { fromWireFloat } from '@bestiary/contracts/json';
import type { Sweep, SweepStatus } from '@bestiary/contracts/sweep-record';
import { SweepClient } from '@bestiary/tracking/sweep-client';
import { defaultServer } from '../default-server.ts';
import { writeJson } from '../terminal/result.ts';
import { alignedTable, describeValues } from './sweep-lines.ts';

/** Lists sweeps, the newest first. */
export async function listSweeps(options: {
  status?: SweepStatus[];
  limit: number;
  server?: string;
  json?: boolean;
}): Promise<void> {
  const client = new SweepClient(options.server ?? defaultServer());
  const { sweeps } = await client.list({ statuses: options.status, limit: options.limit });
  if (options.json) return writeJson({ sweeps });
  if (sweeps.length === 0) return console.log('no sweeps');
  const rows = [['id', 'name', 'project', 'status', 'trials', 'failed', 'best'], ...sweeps.map(row)];
  console.log(alignedTable(rows).join('\n'));
}

function row({ id, name, projectName, status, counts, config, best }: Sweep): string[] {
  const done = (counts.finished ?? 0) + (counts.pruned ?? 0);
  const [first] = best;
  return [
    id,
    name,
    projectName,
    status,
    config.budget.trials === undefined ? String(done) : `${done}/${config.budget.trials}`,
    String(counts.failed ?? 0),
    first ? describeValues(config.objective, first.values.map(fromWireFloat)) : '',
  ];
}
