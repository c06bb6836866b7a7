'use client';
import type { RunKeyColumn } from '@bestiary/contracts/run-search';
import { ScatterChart } from '@bestiary/ui/components/scatter-chart';
import { toCsv } from '@bestiary/ui/csv';
import { scaleOf } from '@bestiary/ui/field-scale';
import { formatCount } from '@bestiary/ui/format';
import { useRouter } from 'next/navigation';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { ColumnSelect } from './column-select.tsx';
import type { Comparison } from './comparison.ts';
import { fieldWords } from './field-value.tsx';
import { columnTitle, fieldValueOf } from './run-field.ts';
import { themedColour } from './run-swatch.tsx';

/** Any parameter or metric against another. */
export function ParameterScatter({
  comparison,
  columns,
  kept,
  x,
  y,
  onChange,
}: {
  comparison: Comparison;
  columns: readonly RunKeyColumn[];
  kept: readonly boolean[];
  x: RunKeyColumn;
  y: RunKeyColumn;
  onChange: (change: { x?: RunKeyColumn; y?: RunKeyColumn }) => void;
}) {
  const { runs, styles, names, emphasised, onEmphasise } = comparison;
  const router = useRouter();
  const values = runs.map((run) => ({ x: fieldValueOf(run, x), y: fieldValueOf(run, y) }));
  const scales = { x: scaleOf(values.map((value) => value.x)), y: scaleOf(values.map((value) => value.y)) };
  const points = runs.flatMap((run, i) => {
    const place = { x: scales.x.placeOf(values[i]!.x), y: scales.y.placeOf(values[i]!.y) };
    if (place.x === null || place.y === null) return [];
    return [
      {
        id: run.id,
        name: names.get(run.id)!,
        colour: themedColour(styles.get(run.id)!),
        x: place.x,
        y: place.y,
        words: `${columnTitle(x)} ${fieldWords(values[i]!.x)}, ${columnTitle(y)} ${fieldWords(values[i]!.y)}`,
        dimmed: !(kept[i] ?? true),
      },
    ];
  });
  const missing = runs.length - points.length;
  return (
    <ChartPanel
      title="Scatter"
      part="scatter"
      name={`${columnTitle(y)} against ${columnTitle(x)}`}
      csv={() =>
        toCsv(
          ['run', 'id', columnTitle(x), columnTitle(y)],
          runs.map((run, i) => [names.get(run.id), run.id, values[i]!.x, values[i]!.y]),
        )
      }
      aside={
        <>
          <ColumnSelect label="x" columns={columns} value={x} onChange={(next) => onChange({ x: next })} />
          <ColumnSelect label="y" columns={columns} value={y} onChange={(next) => onChange({ y: next })} />
        </>
      }
    >
      <ScatterChart
        x={{ title: columnTitle(x), scale: scales.x }}
        y={{ title: columnTitle(y), scale: scales.y }}
        points={points}
        emphasised={emphasised}
        onEmphasise={onEmphasise}
        onOpen={(id) => router.push(`/runs/${id}`)}
      />
      {missing > 0 && (
        <p className="text-xs text-warn">
          {formatCount(missing)} of {formatCount(runs.length)} runs are not drawn: they lack one of the two,
          or it is NaN or infinite.
        </p>
      )}
    </ChartPanel>
  );
}
