'use client';
import { useMemo } from 'react';
import { bestSoFar } from '@bestiary/sweeps/best-so-far';
import { Plot } from '@bestiary/ui/components/plot';
import { Notice } from '@bestiary/ui/components/notice';
import { toCsv } from '@bestiary/ui/csv';
import { echartsPicture } from '@bestiary/ui/echarts-picture';
import { formatCount, formatMetric } from '@bestiary/ui/format';
import { prepareBestSoFar } from '@bestiary/ui/prepare-best-so-far';
import { prepareTrialCurves, type ReportedCurve } from '@bestiary/ui/prepare-trial-curves';
import { useRouter } from 'next/navigation';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { useThemeName } from '../shell/use-theme-name.ts';
import { FrontPanel } from './front-panel.tsx';
import { bestFirst, outcomeOf, type SweepSubject } from './sweep-subject.ts';
import type { TrialRecord } from './trial-record.ts';

const HEIGHT = 300;
/** More lines than this hide each other: the best, and those that came last. */
const MOST_CURVES = 200;

/** How the sweep goes: the best so far, and the curve of every trial. */
export function CourseTab({ subject }: { subject: SweepSubject }) {
  const { trials, sweep } = subject;
  if (trials.length === 0) {
    return (
      <Notice title="No trial has begun yet">As soon as a worker takes one up, its curve grows here.</Notice>
    );
  }
  return (
    <div className="grid gap-4 xl:grid-cols-2">
      {sweep.config.objective.length > 1 ? <FrontPanel subject={subject} /> : <BestPanel subject={subject} />}
      <CurvesPanel subject={subject} />
    </div>
  );
}

function BestPanel({ subject }: { subject: SweepSubject }) {
  const { trials, goal, metric } = subject;
  const theme = useThemeName();
  const router = useRouter();
  const course = useMemo(() => bestSoFar(trials, goal), [trials, goal]);
  const { option, range } = useMemo(() => prepareBestSoFar({ course, goal, theme }), [course, goal, theme]);
  const last = course.at(-1);
  return (
    <ChartPanel
      title={`Best ${metric} so far`}
      picture={(wanted) =>
        echartsPicture(prepareBestSoFar({ course, goal, theme: wanted }).option, 900, 420, wanted)
      }
      csv={() =>
        toCsv(
          ['trial', metric, 'best'],
          course.map(({ number, value, best }) => [number, value, best]),
        )
      }
    >
      <Plot
        option={option}
        height={HEIGHT}
        label={
          last === undefined
            ? 'No trial has finished yet'
            : `Best ${metric} after ${formatCount(course.length)} finished trials: ${formatMetric(last.best)}`
        }
        onClick={(name) => {
          const runId = trials.find(({ number }) => String(number) === name)?.runId;
          if (runId) router.push(`/runs/${runId}`);
        }}
      />
      <Outside count={range?.outside ?? 0} one="finished trial lies" many="finished trials lie" />
    </ChartPanel>
  );
}

function CurvesPanel({ subject }: { subject: SweepSubject }) {
  const { trials, goal, sweep } = subject;
  const metric = sweep.config.objective[0]!.metric;
  const theme = useThemeName();
  const router = useRouter();
  const drawn = useMemo(() => drawnCurves(subject), [subject]);
  const { option, range } = useMemo(
    () => prepareTrialCurves({ curves: drawn, goal: sweep.config.objective[0]!.goal, theme }),
    [drawn, sweep, theme],
  );
  const withCurve = trials.filter(({ steps }) => steps.length > 0).length;
  const pruned = trials.filter(({ status }) => status === 'pruned').length;
  return (
    <ChartPanel
      title={`${metric} of each trial`}
      picture={(wanted) =>
        echartsPicture(prepareTrialCurves({ curves: drawn, goal, theme: wanted }).option, 900, 420, wanted)
      }
      csv={() =>
        toCsv(
          ['trial', 'status', 'step', metric],
          trials.flatMap(({ number, status, steps, reports }) =>
            Array.from(steps, (step, i) => [number, status, step, reports[i]!]),
          ),
        )
      }
    >
      <Plot
        option={option}
        height={HEIGHT}
        label={`${metric} over steps of ${formatCount(drawn.length)} trials, ${formatCount(pruned)} of all ended early`}
        onClick={(name) => {
          const runId = trials.find(({ number }) => String(number) === name)?.runId;
          if (runId) router.push(`/runs/${runId}`);
        }}
      />
      <p className="mt-1 text-xs text-muted">
        {withCurve > drawn.length &&
          `Drawn: ${formatCount(drawn.length)} of ${formatCount(withCurve)}, the best and the latest. `}
        {pruned > 0 && 'A dot ends the line of a trial that was pruned.'}
      </p>
      <Outside count={range?.outside ?? 0} one="report lies" many="reports lie" />
    </ChartPanel>
  );
}

function Outside({ count, one, many }: { count: number; one: string; many: string }) {
  return count === 0 ? null : (
    <p className="text-xs text-warn">
      {formatCount(count)} {count === 1 ? one : many} beyond the chart, on its worse side.
    </p>
  );
}

function drawnCurves(subject: SweepSubject): ReportedCurve[] {
  const best = bestFirst(subject);
  const reported = subject.trials.filter(({ steps }) => steps.length > 0);
  const kept =
    reported.length <= MOST_CURVES
      ? reported
      : [...new Set<TrialRecord>([...best.slice(0, MOST_CURVES / 2), ...reported.toReversed()])]
          .filter(({ steps }) => steps.length > 0)
          .slice(0, MOST_CURVES);
  const winner = best[0]?.number;
  return kept
    .toSorted((a, b) => a.number - b.number)
    .map((trial) => ({
      number: trial.number,
      look: trial.number === winner ? 'best' : lookOf(trial, outcomeOf(subject, trial)),
      steps: trial.steps,
      values: trial.reports,
    }));
}

function lookOf({ status }: TrialRecord, outcome: number): ReportedCurve['look'] {
  if (status === 'finished') return Number.isFinite(outcome) ? 'finished' : 'failed';
  return status === 'pruned' || status === 'failed' ? status : 'running';
}
