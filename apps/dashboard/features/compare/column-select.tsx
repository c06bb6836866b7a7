'use client';
import type { RunKeyColumn } from '@bestiary/contracts/run-search';
import { columnTitle } from './run-field.ts';

/** One parameter or metric, of those that there are. */
export function ColumnSelect({
  label,
  columns,
  value,
  onChange,
}: {
  label: string;
  columns: readonly RunKeyColumn[];
  value: RunKeyColumn;
  onChange: (column: RunKeyColumn) => void;
}) {
  const known = columns.includes(value) ? columns : [value, ...columns];
  const groups = [
    { title: 'Parameters', columns: known.filter((column) => column.startsWith('params.')) },
    { title: 'Metrics', columns: known.filter((column) => column.startsWith('metrics.')) },
  ].filter((group) => group.columns.length > 0);
  return (
    <label className="flex min-w-0 items-center gap-2 text-xs text-muted">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value as RunKeyColumn)}
        className="h-7 max-w-52 min-w-0 rounded-md border border-line bg-panel px-2 text-ink"
      >
        {groups.map((group) => (
          <optgroup key={group.title} label={group.title}>
            {group.columns.map((column) => (
              <option key={column} value={column}>
                {columnTitle(column)}
              </option>
            ))}
          </optgroup>
        ))}
      </select>
    </label>
  );
}
