import type { RunSort, RunSummary } from '@bestiary/contracts/run';
import { createColumnHelper, tableFeatures } from '@tanstack/react-table';
import { Duration } from './duration.tsx';
import { MetricValue } from './metric-value.tsx';
import { RunLink } from './run-link.tsx';
import { RunStatus } from './run-status.tsx';
import { Started } from './started.tsx';

export const RUNS_FEATURES = tableFeatures({});
const helper = createColumnHelper<typeof RUNS_FEATURES, RunSummary>();

/** The metrics that have a column, and whether more is better. */
export const KEY_METRICS = [
  { key: 'val_accuracy', title: 'Val. accuracy', better: 'more' },
  { key: 'val_balanced_accuracy', title: 'Val. balanced', better: 'more' },
  { key: 'val_loss', title: 'Val. loss', better: 'less' },
] as const;

/** How a column looks and what a click on its title sorts by first. */
export interface ColumnTraits {
  /** width in the grid */
  track: string;
  end?: boolean;
  sort?: RunSort;
}

export const COLUMN_TRAITS: Readonly<Record<string, ColumnTraits>> = {
  name: { track: 'minmax(12rem,1fr)', sort: { by: 'name', direction: 'asc' } },
  status: { track: '9rem', sort: { by: 'status', direction: 'asc' } },
  dataset: { track: 'minmax(6rem,11rem)', sort: { by: 'dataset', direction: 'asc' } },
  ...Object.fromEntries(
    KEY_METRICS.map(({ key, better }) => [
      key,
      {
        track: '7.5rem',
        end: true,
        sort: { by: `metrics.${key}` as const, direction: better === 'more' ? 'desc' : 'asc' },
      } satisfies ColumnTraits,
    ]),
  ),
  duration: { track: '6.5rem', end: true, sort: { by: 'duration', direction: 'desc' } },
  started: { track: '7rem', end: true, sort: { by: 'startedAt', direction: 'desc' } },
};

export const RUNS_COLUMNS = helper.columns([
  helper.display({
    id: 'name',
    header: 'Name',
    cell: ({ row }) => (
      <span className="flex min-w-0 flex-col">
        <RunLink run={row.original} />
        <span className="truncate text-2xs text-muted">{row.original.projectName}</span>
      </span>
    ),
  }),
  helper.display({ id: 'status', header: 'Status', cell: ({ row }) => <RunStatus run={row.original} /> }),
  helper.display({
    id: 'dataset',
    header: 'Dataset',
    cell: ({ row }) => (
      <span className="truncate text-muted" title={row.original.dataset?.name}>
        {row.original.dataset?.name ?? '–'}
      </span>
    ),
  }),
  ...KEY_METRICS.map(({ key, title }) =>
    helper.display({
      id: key,
      header: title,
      cell: ({ row }) => <MetricValue value={row.original.metrics[key]} />,
    }),
  ),
  helper.display({ id: 'duration', header: 'Duration', cell: ({ row }) => <Duration run={row.original} /> }),
  helper.display({
    id: 'started',
    header: 'Started',
    cell: ({ row }) => (
      <span className="text-muted">
        {row.original.startedAt === null ? '–' : <Started at={row.original.startedAt} />}
      </span>
    ),
  }),
]);
