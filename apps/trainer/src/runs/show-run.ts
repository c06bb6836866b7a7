import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import type { RunDetail } from '@bestiary/contracts/run';
import { lessIsBetter } from '@bestiary/contracts/run-search';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { normalizeServerUrl } from '@bestiary/tracking/server-url';
import { defaultServer } from '../default-server.ts';
import { writeJson } from '../terminal/result.ts';
import { formatValue } from './run-table.ts';

/** Shows one run. */
export async function showRun(id: string, options: { server?: string; json?: boolean }): Promise<void> {
  if (!Id.safeParse(id).success) throw new BestiaryError('usage', `"${id}" is no id of a run`);
  const serverUrl = normalizeServerUrl(options.server ?? defaultServer());
  let run: RunDetail;
  try {
    run = await createApiClient(serverUrl).runs.get.query({ id });
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
  if (options.json) writeJson(run);
  else console.log(describeRun(run));
}

function describeRun(run: RunDetail): string {
  const lines = [`${run.name}  (${run.projectName}, ${run.status})`, run.id];
  if (run.deletedAt !== null) lines.push(`in the trash since ${run.deletedAt}`);
  if (run.archivedAt !== null) lines.push(`archived ${run.archivedAt}`);
  lines.push(`created ${run.createdAt}${run.endedAt === null ? '' : `, ended ${run.endedAt}`}`);
  if (run.dataset !== null) lines.push(`data set ${run.dataset.name}`);
  if (run.error !== null) lines.push(`error: ${run.error.message}`);
  const metrics = run.series.map((series): [string, string] => {
    const best = lessIsBetter(series.key) ? series.min : series.max;
    return [series.key, `${formatValue(series.last)}  (best ${formatValue(best ?? 'none')})`];
  });
  const formatted = (record: RunDetail['params']) =>
    Object.entries(record).map(([key, value]): [string, string] => [key, formatValue(value)]);
  lines.push(...section('metrics', metrics), ...section('parameters', formatted(run.params)));
  lines.push(...section('tags', formatted(run.tags)));
  if (run.note !== null) lines.push('', ...run.note.split('\n').map(formatValue));
  return lines.join('\n');
}

function section(title: string, entries: readonly [string, string][]): string[] {
  if (entries.length === 0) return [];
  const width = Math.max(...entries.map(([key]) => key.length));
  return ['', title, ...entries.map(([key, value]) => `  ${key.padEnd(width)}  ${value}`)];
}
