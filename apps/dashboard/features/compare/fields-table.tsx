'use client';
import { fieldOfColumn, lessIsBetter, type RunKeyColumn } from '@bestiary/contracts/run-search';
import { Panel } from '@bestiary/ui/components/panel';
import clsx from 'clsx';
import { RunLink } from '../runs/run-link.tsx';
import type { Comparison } from './comparison.ts';
import { FieldValue } from './field-value.tsx';
import { columnTitle, fieldValueOf } from './run-field.ts';
import { RunSwatch } from './run-swatch.tsx';

/** The runs behind the charts that no range leaves out, the best outcome first. */
export function FieldsTable({
  comparison,
  columns,
  target,
  kept,
}: {
  comparison: Comparison;
  columns: readonly RunKeyColumn[];
  target: RunKeyColumn;
  kept: readonly boolean[];
}) {
  const { runs, styles, names, emphasised, onEmphasise } = comparison;
  const shown = columns.includes(target) ? columns : [...columns, target];
  const sign = lessIsBetter(fieldOfColumn(target).key) ? 1 : -1;
  const outcome = (run: (typeof runs)[number]) => {
    const value = fieldValueOf(run, target);
    return typeof value === 'number' && Number.isFinite(value) ? sign * value : Infinity;
  };
  const rows = runs
    .filter((_, i) => kept[i])
    .map((run) => ({ run, outcome: outcome(run) }))
    .sort((a, b) => (a.outcome === b.outcome ? 0 : a.outcome - b.outcome));
  return (
    <Panel
      title="Runs in these ranges"
      aside={
        <span className="text-xs text-muted tabular-nums">
          {rows.length} of {runs.length}, the best {columnTitle(target)} first
        </span>
      }
    >
      {rows.length === 0 ? (
        <p className="text-muted">No run passes through all of these ranges.</p>
      ) : (
        <div className="relative max-h-[32rem] overflow-auto">
          <table className="w-full">
            <caption className="sr-only">Runs in the ranges of the parallel coordinates</caption>
            <thead className="sticky top-0 bg-panel text-xs text-muted">
              <tr>
                <th scope="col" className="py-1 pr-3 text-left font-normal">
                  run
                </th>
                {shown.map((column) => (
                  <th
                    key={column}
                    scope="col"
                    className="max-w-40 truncate px-2 py-1 text-right font-normal"
                    title={columnTitle(column)}
                  >
                    {columnTitle(column)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ run }) => (
                <tr
                  key={run.id}
                  onPointerEnter={() => onEmphasise(run.id)}
                  onPointerLeave={() => onEmphasise(null)}
                  className={clsx('border-t border-line', emphasised === run.id && 'bg-raised')}
                >
                  <th scope="row" className="max-w-60 py-1.5 pr-3 text-left font-normal">
                    <span className="flex items-center gap-2">
                      <RunSwatch style={styles.get(run.id)} />
                      <RunLink run={{ id: run.id, name: names.get(run.id)! }} />
                    </span>
                  </th>
                  {shown.map((column) => (
                    <td key={column} className="max-w-40 truncate px-2 py-1.5 text-right">
                      <FieldValue value={fieldValueOf(run, column)} />
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </Panel>
  );
}
