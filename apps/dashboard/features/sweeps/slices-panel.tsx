'use client';
import { useMemo } from 'react';
import { Plot } from '@bestiary/ui/components/plot';
import { toCsv } from '@bestiary/ui/csv';
import { echartsPicture } from '@bestiary/ui/echarts-picture';
import type { ThemeName } from '@bestiary/ui/chart-theme';
import { formatCount } from '@bestiary/ui/format';
import { tilePictures } from '@bestiary/ui/picture';
import { prepareTrialSlice } from '@bestiary/ui/prepare-trial-slice';
import { useRouter } from 'next/navigation';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { useThemeName } from '../shell/use-theme-name.ts';
import { sampleTrials } from './sample-trials.ts';
import { outcomeOf, scaleOfValues, type SweepSubject } from './sweep-subject.ts';
import type { TrialRecord } from './trial-record.ts';

const HEIGHT = 180;
const MOST_DOTS = 1_500;

/** The outcomes over each parameter alone. */
export function SlicesPanel({
  subject,
  finished,
  names,
}: {
  subject: SweepSubject;
  finished: readonly TrialRecord[];
  names: readonly string[];
}) {
  const theme = useThemeName();
  const router = useRouter();
  const { metric, goal } = subject;
  const shown = useMemo(() => sampleTrials(finished, MOST_DOTS), [finished]);
  const optionOf = useMemo(
    () => (name: string, wanted: ThemeName) => {
      const dots = shown
        .filter(({ params }) => name in params)
        .map((trial) => ({
          number: trial.number,
          value: trial.params[name]!,
          outcome: outcomeOf(subject, trial),
        }));
      const values = dots.map(({ value }) => value);
      return prepareTrialSlice({
        dots,
        scale: scaleOfValues(subject, name, values),
        goal,
        theme: wanted,
      });
    },
    [shown, subject, goal],
  );
  const options = useMemo(() => names.map((name) => optionOf(name, theme)), [names, optionOf, theme]);
  return (
    <ChartPanel
      title={`${metric} over each parameter`}
      aside={<span className="text-xs text-muted">later trials are darker</span>}
      picture={(wanted) =>
        tilePictures(
          names.map((name) => echartsPicture(optionOf(name, wanted), 360, 240, wanted)),
          3,
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
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        {names.map((name, i) => (
          <figure key={name} className="m-0 min-w-0">
            <figcaption className="truncate text-xs text-muted">{name}</figcaption>
            <Plot
              option={options[i]!}
              height={HEIGHT}
              label={`${metric} over ${name}, ${formatCount(shown.length)} trials`}
              onClick={(number) => {
                const runId = finished.find((trial) => String(trial.number) === number)?.runId;
                if (runId) router.push(`/runs/${runId}`);
              }}
            />
          </figure>
        ))}
      </div>
    </ChartPanel>
  );
}
