'use client';
import { lazy, Suspense } from 'react';
import type { Evaluation } from '@bestiary/contracts/prediction';
import type { RunDetail } from '@bestiary/contracts/run';
import { ConfusionTable } from '@bestiary/ui/components/confusion-table';
import { Notice } from '@bestiary/ui/components/notice';
import { RecallBars } from '@bestiary/ui/components/recall-bars';
import { Segmented } from '@bestiary/ui/components/segmented';
import { ShareFigure } from '@bestiary/ui/components/share-figure';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount, formatInterval, formatShare } from '@bestiary/ui/format';
import { confusionCsv } from '@bestiary/ui/confusion-csv';
import { toCsv } from '@bestiary/ui/csv';
import { prepareRecall, type RecallRow } from '@bestiary/ui/prepare-recall';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { RUN_SEARCH } from './run-search.ts';
import { SplitSwitch } from './split-switch.tsx';
import { useEvaluation } from './use-evaluation.ts';

const OverviewMatrix = lazy(() =>
  import('./overview-matrix.tsx').then((module) => ({ default: module.OverviewMatrix })),
);
/** Of more classes the matrix is a picture, and only the worst are listed. */
const FEW_CLASSES = 12;

/** How good a run's predictions are, counted from the predictions themselves. */
export function EvaluationSection({ run }: { run: RunDetail }) {
  const [{ split, share }, setSearch] = useQueryStates({ split: RUN_SEARCH.split, share: RUN_SEARCH.share });
  const evaluation = useEvaluation(run.id, split);
  if (evaluation.isPending) return <Skeleton className="h-80" />;
  if (evaluation.isError) {
    return (
      <Notice tone="bad" role="alert" title="The evaluation could not be loaded">
        <p>{evaluation.error.message}</p>
      </Notice>
    );
  }
  const { data } = evaluation;
  const listed = listedRecall(data);
  return (
    <section aria-label="Evaluation" className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <h2 className="text-base font-semibold tracking-tight">Evaluation</h2>
        <SplitSwitch value={split} onChange={(next) => void setSearch({ split: next })} />
        {data.count > 0 && <span className="text-muted tabular-nums">{formatCount(data.count)} images</span>}
      </div>
      {data.count === 0 ? (
        <NoPredictions run={run} split={split} />
      ) : (
        <>
          <div className="grid gap-4 lg:grid-cols-2">
            <ChartPanel
              title="Confusion matrix"
              part="matrix"
              picture={async (theme) => {
                const { confusionPicture } = await import('@bestiary/ui/confusion-picture');
                return confusionPicture(data, { normalise: share, theme });
              }}
              csv={() => confusionCsv(data)}
              aside={
                <Segmented
                  label="Shares of"
                  value={share}
                  onChange={(next) => void setSearch({ share: next })}
                  options={[
                    { value: 'column', label: 'of label' },
                    { value: 'row', label: 'of prediction' },
                    { value: 'all', label: 'of all' },
                  ]}
                />
              }
            >
              {data.classNames.length > FEW_CLASSES ? (
                <Suspense fallback={<Skeleton className="h-96" />}>
                  <OverviewMatrix runId={run.id} evaluation={data} share={share} />
                </Suspense>
              ) : (
                <ConfusionTable
                  matrix={data}
                  normalise={share}
                  link={(cell, content) => (
                    <Link
                      href={`/runs/${run.id}?${new URLSearchParams({
                        tab: 'images',
                        ...(split === 'validation' ? {} : { split }),
                        label: String(cell.label),
                        predicted: String(cell.predicted),
                      }).toString()}`}
                      className="block h-full rounded hover:ring-2 hover:ring-ink/50"
                    >
                      {content}
                    </Link>
                  )}
                />
              )}
            </ChartPanel>
            <ChartPanel
              title="Figures"
              name="Rate of each class"
              picture={async (theme) => {
                const { barsPicture } = await import('@bestiary/ui/bars-picture');
                const bars = listed.map(({ title, recall }) => ({
                  name: title,
                  ...recall,
                  words: formatInterval(recall),
                }));
                return barsPicture(bars, theme);
              }}
              csv={() => recallCsv(prepareRecall(data))}
            >
              <Figures evaluation={data} />
              <h3 className="heading mt-5 mb-2">
                {data.classNames.length === 2
                  ? 'Rate of each class'
                  : data.classNames.length > FEW_CLASSES
                    ? `The ${FEW_CLASSES} classes of lowest recall`
                    : 'Recall of each class'}
              </h3>
              <RecallBars rows={listed} />
              {data.classNames.length > FEW_CLASSES && (
                <Link
                  href={`/runs/${run.id}?tab=evaluate&sort=recall${split === 'validation' ? '' : `&split=${split}`}`}
                  className="mt-3 inline-block text-xs text-accent hover:underline"
                >
                  All {formatCount(data.classNames.length)} classes
                </Link>
              )}
            </ChartPanel>
          </div>
        </>
      )}
    </section>
  );
}

/** All classes, or of many the worst of those that have images. */
function listedRecall(evaluation: Evaluation): RecallRow[] {
  const rows = prepareRecall(evaluation);
  if (rows.length <= FEW_CLASSES) return rows;
  return rows
    .filter(({ recall }) => recall.value !== null)
    .sort((a, b) => a.recall.value! - b.recall.value!)
    .slice(0, FEW_CLASSES);
}

function recallCsv(rows: readonly RecallRow[]): string {
  return toCsv(
    ['class', 'recall', 'low', 'high', 'right', 'images', 'precision'],
    rows.map(({ className, recall, precision }) => [
      className,
      recall.value,
      recall.low,
      recall.high,
      recall.hits,
      recall.of,
      precision.value,
    ]),
  );
}

function Figures({ evaluation }: { evaluation: Evaluation }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-4">
      <ShareFigure name="accuracy" share={evaluation.accuracy} />
      <div>
        <dt className="heading">balanced accuracy</dt>
        <dd className="m-0">
          <span className="text-2xl font-semibold tracking-tight tabular-nums">
            {evaluation.balancedAccuracy === null ? '–' : formatShare(evaluation.balancedAccuracy)}
          </span>
          <span className="mt-0.5 block text-xs text-muted">mean of the classes&apos; recalls</span>
        </dd>
      </div>
    </dl>
  );
}

function NoPredictions({ run, split }: { run: RunDetail; split: string }) {
  return (
    <Notice title={`No predictions of ${split} images`}>
      <p>
        {run.status === 'running' || run.status === 'queued'
          ? 'A training logs one prediction an image when it ends; they appear here by themselves.'
          : 'This run logged none. Another split may have some.'}
      </p>
    </Notice>
  );
}
