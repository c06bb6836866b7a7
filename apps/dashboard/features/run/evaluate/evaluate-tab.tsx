'use client';
import type { RunDetail } from '@bestiary/contracts/run';
import { CommandLine } from '@bestiary/ui/components/command-line';
import { Notice } from '@bestiary/ui/components/notice';
import { Segmented } from '@bestiary/ui/components/segmented';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount } from '@bestiary/ui/format';
import clsx from 'clsx';
import { SPLITS, type Split } from '@bestiary/contracts/dataset';
import { useChartSearch } from '../../charts/chart-search.ts';
import { RUN_SEARCH } from '../run-search.ts';
import { SPLIT_OPTIONS } from '../split-switch.tsx';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import { ManyClassView } from './many-class-view.tsx';
import { TwoClassView } from './two-class-view.tsx';
import { usePredictionRows } from './use-prediction-rows.ts';

/** The choice of all splits together. */
const EVERY = 'every';

/** Judges one run by its stored predictions: thresholds, curves, calibration, classes, slices, and the images behind each. */
export function EvaluateTab({ run }: { run: RunDetail }) {
  const [{ split, every }, setSearch] = useChartSearch({
    split: RUN_SEARCH.split,
    every: EVALUATE_SEARCH.every,
  });
  const { data: rows, error, isPlaceholderData } = usePredictionRows(run.id, every ? SPLITS : [split]);
  const shown = every ? EVERY : split;
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Segmented<Split | typeof EVERY>
          label="Split"
          value={shown}
          options={[...SPLIT_OPTIONS, { value: EVERY, label: 'all' }]}
          onChange={(next) =>
            void setSearch(next === EVERY ? { every: true } : { split: next, every: false })
          }
        />
        {rows !== undefined && rows.count > 0 && (
          <span className="text-muted tabular-nums">
            {formatCount(rows.count)} images · {formatCount(rows.classNames.length)} classes
          </span>
        )}
      </div>
      {error !== null ? (
        <Notice tone="bad" role="alert" title="The predictions could not be loaded">
          <p>{error.message}</p>
        </Notice>
      ) : rows === undefined ? (
        <div aria-busy="true" aria-label="Loading the predictions" className="grid gap-4 lg:grid-cols-2">
          <Skeleton className="h-72" />
          <Skeleton className="h-72" />
        </div>
      ) : (
        <div className={clsx('flex flex-col gap-4', isPlaceholderData && 'opacity-60')}>
          {rows.unusable > 0 && (
            <Notice
              tone="warn"
              title={`${formatCount(rows.unusable)} predictions are left out: a probability is NaN or outside 0 to 1, or the label is none of the classes`}
            />
          )}
          {rows.count === 0 ? (
            <NoPredictions run={run} split={every ? 'any' : split} />
          ) : rows.classNames.length === 2 ? (
            <TwoClassView key={shown} run={run} rows={rows} />
          ) : (
            <ManyClassView key={shown} rows={rows} />
          )}
        </div>
      )}
    </div>
  );
}

function NoPredictions({ run, split }: { run: RunDetail; split: string }) {
  const goesOn = run.status === 'running' || run.status === 'queued' || run.status === 'lost';
  return (
    <Notice title={`No predictions of ${split} images`}>
      <p>
        {goesOn
          ? 'A training logs one prediction an image when it ends; they appear here by themselves.'
          : 'This run logged none. Another split may have some.'}
      </p>
      {run.status === 'finished' && (
        <div className="mt-3 max-w-2xl">
          <p className="mb-1.5">
            Its model judges any folder of images of the same classes, as a run of its own:
          </p>
          <CommandLine command={`npx bestiary evaluate --model ${run.id} --data path/to/images`} />
        </div>
      )}
    </Notice>
  );
}
