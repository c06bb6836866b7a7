import { BestiaryError } from '@bestiary/contracts/error';
import { RunSort } from '@bestiary/contracts/run';

/**
 * An order as it is written: `-metrics.val_accuracy`, `name`, or as in MLflow `metrics.val_accuracy DESC`.
 *
 * @throws BestiaryError `usage` where there is no such column
 */
export function parseSort(text: string): RunSort {
  const [, minus, by, word] = /^(-?)(.*?)(?:\s+(asc|desc))?$/is.exec(text.trim())!;
  const descending = (word?.toLowerCase() === 'desc') !== (minus === '-');
  const sort = RunSort.safeParse({ by, direction: descending ? 'desc' : 'asc' });
  if (sort.success) return sort.data;
  throw new BestiaryError('usage', `runs cannot be sorted by "${text}"`, {
    hint: 'sort by name, status, project, dataset, createdAt, startedAt, endedAt, duration, metrics.KEY, metrics.best.KEY, params.KEY or tags.KEY',
  });
}
