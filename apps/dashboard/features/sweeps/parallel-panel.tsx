'use client';
import { useState } from 'react';
import { CHART_THEMES, mixColours } from '@bestiary/ui/chart-theme';
import { ParallelChart } from '@bestiary/ui/components/parallel-chart';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount } from '@bestiary/ui/format';
import { brushedRuns, prepareParallel, type AxisBrush } from '@bestiary/ui/prepare-parallel';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { useThemeName } from '../shell/use-theme-name.ts';
import { sampleTrials } from './sample-trials.ts';
import { outcomeOf, outcomesInSight, scaleOfValues, type SweepSubject } from './sweep-subject.ts';
import { TrialTable } from './trial-table.tsx';
import type { TrialRecord } from './trial-record.ts';

/** So many of the best trials are lines; of the others as many again, evenly chosen. */
const MOST_LINES = 150;
const MOST_AXES = 9;

/** A line a finished trial, better ones stronger. Ranges of the axes choose the trials below. */
export function ParallelPanel({
  subject,
  finished,
  names,
}: {
  subject: SweepSubject;
  /** the best first */
  finished: readonly TrialRecord[];
  names: readonly string[];
}) {
  const theme = useThemeName();
  const [brushes, setBrushes] = useState<ReadonlyMap<string, AxisBrush>>(new Map());
  const [emphasised, setEmphasised] = useState<string | null>(null);
  const { metric } = subject;
  const drawn = [
    ...finished.slice(0, MOST_LINES),
    ...sampleTrials(finished.slice(MOST_LINES), MOST_LINES),
  ].toReversed();
  const inSight = outcomesInSight(subject, finished);
  const axes = prepareParallel([
    ...names.slice(0, MOST_AXES).map((name) => {
      const values = drawn.map(({ params }) => params[name] ?? null);
      return { id: name, title: name, values, scale: scaleOfValues(subject, name, values) };
    }),
    { id: '', title: metric, values: drawn.map(inSight) },
  ]);
  const kept = brushedRuns(axes, brushes, drawn.length);
  const [from, to] = CHART_THEMES[theme].right;
  const colourOf = (place: number) =>
    mixColours(from, to, 0.25 + (0.75 * place) / Math.max(1, drawn.length - 1));
  return (
    <ChartPanel
      title="Parallel coordinates"
      aside={
        brushes.size > 0 && (
          <button
            type="button"
            onClick={() => setBrushes(new Map())}
            className="h-7 rounded-md border border-line bg-panel px-2.5 text-xs hover:border-line-strong"
          >
            Clear ranges
          </button>
        )
      }
      csv={() =>
        toCsv(
          ['trial', ...names, metric],
          finished.map((trial) => [
            trial.number,
            ...names.map((name) => trial.params[name] ?? null),
            outcomeOf(subject, trial),
          ]),
        )
      }
    >
      <ParallelChart
        axes={axes}
        lines={drawn.map(({ id, number }, i) => ({
          id,
          name: `trial ${number}`,
          colour: colourOf(i),
          dash: [],
        }))}
        kept={kept}
        brushes={brushes}
        emphasised={emphasised}
        onBrush={(axis, brush) => {
          const next = new Map(brushes);
          if (brush === null) next.delete(axis);
          else next.set(axis, brush);
          setBrushes(next);
        }}
        onEmphasise={setEmphasised}
      />
      {(finished.length > drawn.length || names.length > MOST_AXES) && (
        <p className="text-xs text-muted">
          {finished.length > drawn.length &&
            `Drawn: ${formatCount(drawn.length)} of ${formatCount(finished.length)} finished trials, the best among them. `}
          {names.length > MOST_AXES && `Axes: the first ${MOST_AXES} of ${names.length} parameters.`}
        </p>
      )}
      {brushes.size > 0 && (
        <div className="mt-3">
          <TrialTable
            label="Trials in these ranges"
            subject={subject}
            trials={drawn.filter((_, i) => kept[i]).toReversed()}
            onEmphasise={setEmphasised}
          />
        </div>
      )}
    </ChartPanel>
  );
}
