'use client';
import { bestTrials } from '@bestiary/sweeps/best-so-far';
import { ScatterChart } from '@bestiary/ui/components/scatter-chart';
import { toCsv } from '@bestiary/ui/csv';
import { scaleOf } from '@bestiary/ui/field-scale';
import { formatMetric } from '@bestiary/ui/format';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ChartPanel } from '../charts/chart-panel.tsx';
import type { SweepSubject } from './sweep-subject.ts';

/** So many trials are dots; of more those on the front, and the latest. */
const MOST_DOTS = 400;

/** Two objectives against each other; the trials that none is better than in both stand out. */
export function FrontPanel({ subject: { trials, sweep } }: { subject: SweepSubject }) {
  const router = useRouter();
  const [emphasised, setEmphasised] = useState<string | null>(null);
  const [one, other] = sweep.config.objective;
  const front = new Set(
    bestTrials(
      trials,
      sweep.config.objective.map(({ goal }) => goal),
    ).map(({ number }) => number),
  );
  const finished = trials.filter(({ status, values }) => status === 'finished' && values !== null);
  const shown = [
    ...finished.filter(({ number }) => front.has(number)),
    ...finished.filter(({ number }) => !front.has(number)).slice(-MOST_DOTS),
  ];
  const scales = [0, 1].map((i) => scaleOf(shown.map(({ values }) => values![i]!)));
  return (
    <ChartPanel
      title={`${other!.metric} against ${one!.metric}`}
      csv={() =>
        toCsv(
          ['trial', one!.metric, other!.metric, 'on the front'],
          finished.map(({ number, values }) => [number, values![0]!, values![1]!, front.has(number)]),
        )
      }
    >
      <ScatterChart
        x={{ title: one!.metric, scale: scales[0]! }}
        y={{ title: other!.metric, scale: scales[1]! }}
        points={shown.flatMap((trial) => {
          const [x, y] = [0, 1].map((i) => scales[i]!.placeOf(trial.values![i]!));
          if (x === null || y === null) return [];
          return [
            {
              id: trial.id,
              name: `trial ${trial.number}`,
              colour: front.has(trial.number) ? 'var(--accent)' : 'var(--muted)',
              x: x!,
              y: y!,
              words: `${one!.metric} ${formatMetric(trial.values![0]!)}, ${other!.metric} ${formatMetric(trial.values![1]!)}`,
              dimmed: false,
            },
          ];
        })}
        emphasised={emphasised}
        onEmphasise={setEmphasised}
        onOpen={(id) => {
          const runId = trials.find((trial) => trial.id === id)?.runId;
          if (runId) router.push(`/runs/${runId}`);
        }}
      />
      <p className="text-xs text-muted">
        {front.size} of {finished.length} finished trials make the front: none is better in both.
      </p>
    </ChartPanel>
  );
}
