'use client';
import { useMemo, type ReactNode } from 'react';
import type { RunKeyColumn } from '@bestiary/contracts/run-search';
import { parameterImportance } from '@bestiary/metrics/parameter-importance';
import { ParallelChart } from '@bestiary/ui/components/parallel-chart';
import { toCsv } from '@bestiary/ui/csv';
import { brushedRuns, prepareParallel, type AxisBrush } from '@bestiary/ui/prepare-parallel';
import { DASHES } from '@bestiary/ui/run-styles';
import { useChartSearch } from '../charts/chart-search.ts';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { metricsOf } from './compare-queries.ts';
import { COMPARE_SEARCH } from './compare-search.ts';
import type { Comparison } from './comparison.ts';
import { ColumnSelect } from './column-select.tsx';
import { AxisPicker } from './axis-picker.tsx';
import { FieldsTable } from './fields-table.tsx';
import { ImportancePanel } from './importance-panel.tsx';
import { ParameterScatter } from './parameter-scatter.tsx';
import { allColumns, columnTitle, differingColumns, fieldValueOf, usualTarget } from './run-field.ts';
import { themedColour } from './run-swatch.tsx';

/** So many axes are drawn where nobody says which, beside the target. */
const USUAL_AXES = 6;
/** Of the forest: the same runs have the same figures. */
const SEED = 1;

/** What is drawn of how the outcome hangs on the parameters. */
interface ParameterCharts {
  controls: ReactNode;
  parallel: ReactNode;
  scatter: ReactNode;
  importance: ReactNode;
  table: ReactNode;
}

/** Parallel coordinates, a scatter, the importance of parameters, and the runs behind; `null` where no metric was logged. */
export function useParameterCharts(comparison: Comparison): ParameterCharts | null {
  const { runs, styles, names, emphasised, onEmphasise } = comparison;
  const [search, setSearch] = useChartSearch(COMPARE_SEARCH, { history: 'push' });
  const metrics = useMemo(() => metricsOf(runs), [runs]);
  const columns = useMemo(() => allColumns(runs, metrics), [runs, metrics]);
  const target = search.target ?? usualTarget(metrics);
  const differing = useMemo(() => differingColumns(runs), [runs]);
  const chosen = useMemo(
    () => (search.axes.length > 0 ? search.axes : usualAxes(differing, target)),
    [search.axes, differing, target],
  );
  const axes = useMemo(
    () =>
      prepareParallel(
        chosen.map((column) => ({
          id: column,
          title: columnTitle(column),
          values: runs.map((run) => fieldValueOf(run, column)),
        })),
      ),
    [runs, chosen],
  );
  const kept = brushedRuns(axes, search.brush, runs.length);
  const importance = useMemo(
    () =>
      target === undefined
        ? undefined
        : parameterImportance(
            differing.map((column) => ({
              name: columnTitle(column),
              values: runs.map((run) => fieldValueOf(run, column)),
            })),
            runs.map((run) => {
              const value = fieldValueOf(run, target);
              return typeof value === 'number' ? value : null;
            }),
            SEED,
          ),
    [runs, differing, target],
  );
  const onBrush = (axis: string, brush: AxisBrush | null) => {
    const next = new Map(search.brush);
    if (brush === null) next.delete(axis);
    else next.set(axis, brush);
    void setSearch({ brush: next.size === 0 ? null : next });
  };

  if (target === undefined) return null;
  return {
    controls: (
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-xs text-muted">
        <ColumnSelect
          label="outcome"
          columns={columns.filter((column) => column.startsWith('metrics.'))}
          value={target}
          onChange={(next) => void setSearch({ target: next })}
        />
        <AxisPicker
          columns={columns}
          chosen={chosen}
          onChange={(next) => void setSearch({ axes: next.length === 0 ? null : next })}
        />
        {search.brush.size > 0 && (
          <>
            <span className="tabular-nums">
              {kept.filter(Boolean).length} of {runs.length} runs kept
            </span>
            <button
              type="button"
              onClick={() => void setSearch({ brush: null })}
              className="h-7 rounded-md border border-line bg-panel px-2.5 text-ink hover:border-line-strong"
            >
              Clear ranges
            </button>
            <button
              type="button"
              disabled={!kept.some(Boolean)}
              onClick={() =>
                void setSearch({ runs: runs.flatMap(({ id }, i) => (kept[i] ? [id] : [])), brush: null })
              }
              className="h-7 rounded-md border border-line bg-panel px-2.5 text-ink hover:border-line-strong disabled:opacity-50"
            >
              Compare only these
            </button>
          </>
        )}
      </div>
    ),
    parallel: (
      <ChartPanel
        title="Parallel coordinates"
        part="parallel"
        csv={() =>
          toCsv(
            ['run', 'id', ...axes.map(({ title }) => title), 'kept'],
            runs.map((run, i) => [
              names.get(run.id),
              run.id,
              ...axes.map(({ values }) => values[i]),
              kept[i],
            ]),
          )
        }
      >
        {differing.length === 0 && (
          <p className="mb-2 text-muted">These runs have the same parameters; only their outcomes differ.</p>
        )}
        <ParallelChart
          axes={axes}
          lines={runs.map((run) => {
            const style = styles.get(run.id)!;
            return {
              id: run.id,
              name: names.get(run.id)!,
              colour: themedColour(style),
              dash: DASHES[style.dash]!,
            };
          })}
          kept={kept}
          brushes={search.brush}
          emphasised={emphasised}
          onBrush={onBrush}
          onEmphasise={onEmphasise}
        />
        <p className="mt-2 text-xs text-muted">
          Drag along an axis to keep the runs that pass there, click it to keep all again. With the keyboard:
          ↑ and ↓ move the upper end of a focused axis, with Shift the lower one, Esc clears it.
        </p>
      </ChartPanel>
    ),
    scatter: (
      <ParameterScatter
        comparison={comparison}
        columns={columns}
        kept={kept}
        x={search.x ?? differing[0] ?? columns[0]!}
        y={search.y ?? target}
        onChange={(change) => void setSearch(change)}
      />
    ),
    importance: <ImportancePanel report={importance} target={columnTitle(target)} runs={runs.length} />,
    table: <FieldsTable comparison={comparison} columns={chosen} target={target} kept={kept} />,
  };
}

function usualAxes(
  differing: readonly RunKeyColumn[],
  target: RunKeyColumn | undefined,
): readonly RunKeyColumn[] {
  return [...differing.slice(0, USUAL_AXES), ...(target === undefined ? [] : [target])];
}
