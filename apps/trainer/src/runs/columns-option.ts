import { BestiaryError } from '@bestiary/contracts/error';
import { RunKeyColumn } from '@bestiary/contracts/run-search';

/** @throws BestiaryError `usage` where one is no column */
export function parseColumns(text: string): RunKeyColumn[] {
  return text.split(',').map((name) => {
    const column = RunKeyColumn.safeParse(name.trim());
    if (column.success) return column.data;
    throw new BestiaryError('usage', `"${name}" is no column`, {
      hint: 'columns are metrics.KEY, metrics.best.KEY (last, min, max), params.KEY and tags.KEY',
    });
  });
}
