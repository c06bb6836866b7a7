'use client';
import { useMemo } from 'react';
import { contour } from '@bestiary/sweeps/contour';
import { ContourChart } from '@bestiary/ui/components/contour-chart';
import { toCsv } from '@bestiary/ui/csv';
import type { FieldScale } from '@bestiary/ui/field-scale';
import { formatMetric } from '@bestiary/ui/format';
import { useQueryStates } from 'nuqs';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { useThemeName } from '../shell/use-theme-name.ts';
import { sampleTrials } from './sample-trials.ts';
import { SWEEP_SEARCH } from './sweep-search.ts';
import { outcomesInSight, type SweepSubject } from './sweep-subject.ts';
import { paramWords } from './sweep-words.ts';
import type { TrialRecord } from './trial-record.ts';

const SEED = 1;
const MOST_DOTS = 400;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** The expected outcome over any two parameters. */
export function ContourPanel({
  subject,
  finished,
  names,
}: {
  subject: SweepSubject;
  finished: readonly TrialRecord[];
  names: readonly string[];
}) {
  const [search, setSearch] = useQueryStates({ x: SWEEP_SEARCH.x, y: SWEEP_SEARCH.y }, { history: 'push' });
  const theme = useThemeName();
  const x = search.x !== null && names.includes(search.x) ? search.x : names[0]!;
  const y =
    search.y !== null && names.includes(search.y) && search.y !== x
      ? search.y
      : names.find((name) => name !== x)!;
  const { space, metric, goal } = subject;
  const drawn = useMemo(() => {
    const inSight = outcomesInSight(subject, finished);
    const outcomes = sampleTrials(finished).map((trial) => ({ params: trial.params, value: inSight(trial) }));
    return contour(space, outcomes, [x, y], SEED);
  }, [space, finished, subject, x, y]);
  return (
    <ChartPanel
      title={`Expected ${metric}`}
      name={`${metric} over ${x} and ${y}`}
      aside={
        <>
          <ParameterSelect
            label="x"
            names={names}
            value={x}
            onChange={(name) => void setSearch({ x: name })}
          />
          <ParameterSelect
            label="y"
            names={names.filter((name) => name !== x)}
            value={y}
            onChange={(name) => void setSearch({ y: name })}
          />
        </>
      }
      csv={
        drawn &&
        (() =>
          toCsv(
            [x, y, `expected ${metric}`],
            drawn.expected.flatMap((row, j) =>
              row.map((value, i) => [
                valueAt(subject, x, drawn.x[i]!),
                valueAt(subject, y, drawn.y[j]!),
                value,
              ]),
            ),
          ))
      }
    >
      {drawn === undefined ? (
        <p className="text-muted">Fewer than two finished trials have both parameters.</p>
      ) : (
        <ContourChart
          x={{ title: x, scale: scaleOfParameter(subject, x) }}
          y={{ title: y, scale: scaleOfParameter(subject, y) }}
          cells={drawn}
          dots={sampleTrials(drawn.points, MOST_DOTS).map((point, i) => ({
            id: String(i),
            x: point.x.unit,
            y: point.y.unit,
            words: `${x} ${paramWords(point.x.value)}, ${y} ${paramWords(point.y.value)}: ${formatMetric(point.x.outcome)}`,
          }))}
          goal={goal}
          theme={theme}
        />
      )}
    </ChartPanel>
  );
}

function ParameterSelect({
  label,
  names,
  value,
  onChange,
}: {
  label: string;
  names: readonly string[];
  value: string;
  onChange: (name: string) => void;
}) {
  return (
    <label className="flex min-w-0 items-center gap-2 text-xs text-muted">
      {label}
      <select
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="h-7 max-w-40 min-w-0 rounded-md border border-line bg-panel px-2 text-ink"
      >
        {names.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </select>
    </label>
  );
}

function valueAt({ space }: SweepSubject, name: string, unit: number) {
  return space.parameters.find((parameter) => parameter.name === name)!.scale.fromUnit(unit);
}

/** A parameter's own scale, logarithmic where its description says so. */
function scaleOfParameter(subject: SweepSubject, name: string): FieldScale {
  const { scale } = subject.space.parameters.find((parameter) => parameter.name === name)!;
  const places =
    scale.count <= TICKS.length ? Array.from({ length: scale.count }, (_, i) => scale.middle(i)) : TICKS;
  const labels = new Map(places.map((at) => [paramWords(scale.fromUnit(at)), at]));
  return {
    kind: 'linear',
    placeOf: (value) => (value === null ? null : (scale.toUnit(value) ?? null)),
    ticks: [...labels].map(([label, at]) => ({ at, label })),
  };
}
