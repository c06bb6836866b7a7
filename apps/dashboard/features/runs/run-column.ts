import type { RunSort } from '@bestiary/contracts/run';
import { fieldOfColumn, lessIsBetter, RunKeyColumn } from '@bestiary/contracts/run-search';

/** Columns that every run has something in. Its name stands before them, always. */
export const RUN_OWN_COLUMNS = ['status', 'dataset', 'duration', 'started'] as const;
type RunOwnColumn = (typeof RUN_OWN_COLUMNS)[number];

export type RunColumnId = RunOwnColumn | RunKeyColumn;

export const DEFAULT_COLUMNS: readonly RunColumnId[] = [
  'status',
  'dataset',
  'metrics.val_accuracy',
  'metrics.val_balanced_accuracy',
  'metrics.val_loss',
  'duration',
  'started',
];

/** More columns than this are not shown. */
export const MAX_COLUMNS = 50;

/** How a column looks and what a click on its title sorts by first. */
export interface RunColumn {
  id: RunColumnId;
  title: string;
  /** least and greatest width in the grid, in rem */
  width: readonly [least: number, greatest: number];
  /** numbers stand at the end of their cell */
  end: boolean;
  sort: RunSort;
}

const OWN: Readonly<Record<RunOwnColumn, Omit<RunColumn, 'id'>>> = {
  status: { title: 'Status', width: [9, 9], end: false, sort: { by: 'status', direction: 'asc' } },
  dataset: { title: 'Dataset', width: [6, 11], end: false, sort: { by: 'dataset', direction: 'asc' } },
  duration: { title: 'Duration', width: [6.5, 6.5], end: true, sort: { by: 'duration', direction: 'desc' } },
  started: { title: 'Started', width: [7, 7], end: true, sort: { by: 'startedAt', direction: 'desc' } },
};

/** Metrics that have a name for people. */
const METRIC_TITLES = new Map([
  ['val_accuracy', 'Val. accuracy'],
  ['val_balanced_accuracy', 'Val. balanced'],
  ['val_loss', 'Val. loss'],
]);

export function isKeyColumn(id: RunColumnId): id is RunKeyColumn {
  return id.includes('.');
}

/** The column of a word of the URL or of a saved search; undefined where it means none. */
export function readColumn(word: string): RunColumnId | undefined {
  const own = RUN_OWN_COLUMNS.find((id) => id === word);
  if (own !== undefined) return own;
  const key = RunKeyColumn.safeParse(word);
  return key.success ? key.data : undefined;
}

export function runColumn(id: RunColumnId): RunColumn {
  if (!isKeyColumn(id)) return { id, ...OWN[id] };
  const field = fieldOfColumn(id);
  if (field.kind !== 'metric') {
    return { id, title: field.key, width: [6, 10], end: false, sort: { by: id, direction: 'asc' } };
  }
  const name = METRIC_TITLES.get(field.key) ?? field.key;
  return {
    id,
    title: field.aggregate === 'last' ? name : `${name} (${field.aggregate})`,
    width: [7.5, 7.5],
    end: true,
    sort: { by: id, direction: lessIsBetter(field.key) ? 'asc' : 'desc' },
  };
}
