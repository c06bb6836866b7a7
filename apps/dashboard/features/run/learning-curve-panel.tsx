'use client';
import { lazy, Suspense } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { CurveLegend } from '@bestiary/ui/components/curve-legend';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import type { MetricGroup } from '@bestiary/ui/group-curves';
import {
  accuracyFloor,
  curvesCsv,
  styleSplits,
  type CurvesChart as CurvesChartData,
} from '@bestiary/ui/prepare-learning-curves';
import { ChartPanel } from '../charts/chart-panel.tsx';
import { useThemeName } from '../shell/use-theme-name.ts';

const CurvesChart = lazy(() =>
  import('@bestiary/ui/components/curves-chart').then((module) => ({ default: module.CurvesChart })),
);
const HEIGHT = 240;
/** Of an exported picture, in pixels of the SVG. */
const PICTURE = { width: 960, height: 400 };

/** One metric over the epochs: training dashed, validation solid. */
export function LearningCurvePanel({
  run,
  group,
  smoothing,
  logarithmic,
}: {
  run: RunDetail;
  group: MetricGroup;
  /** 0 to below 1 */
  smoothing: number;
  /** the loss is drawn on a logarithmic axis */
  logarithmic: boolean;
}) {
  const theme = useThemeName();
  const lastStep = lastStepOf(run);
  const inEpochs = 'epochs' in run.params;
  const { metric, training, validation, folds } = group;
  const curves = styleSplits(training, validation, theme, folds);
  const isLoss = metric === 'loss' || metric.endsWith('_loss');
  const isShare = /accuracy|recall|precision|f1/.test(metric);
  const chart: CurvesChartData = {
    curves,
    theme,
    smoothing: Math.min(0.99, Math.max(0, smoothing)),
    ...(lastStep === undefined ? {} : { lastStep }),
    stepName: inEpochs ? 'epoch' : 'step',
    firstStep: inEpochs ? 1 : 0,
    ...(isLoss && logarithmic ? { logarithmic } : {}),
    ...(isShare ? { min: accuracyFloor(curves), max: 1 } : {}),
    ...(isLoss && !logarithmic ? { min: 0 } : {}),
  };
  const title = metric.replaceAll('_', ' ');
  return (
    <ChartPanel
      title={title}
      part="learning-curve"
      own={{ metric }}
      aside={<CurveLegend curves={curves} />}
      picture={async () => {
        const { curvesPicture } = await import('@bestiary/ui/curves-picture');
        return curvesPicture(chart, PICTURE.width, PICTURE.height);
      }}
      legend={curves.flatMap(({ name, colour, dashed, faint }) =>
        faint ? [] : [{ name, colour, dash: dashed ? [5, 4] : [] }],
      )}
      csv={() => curvesCsv(chart)}
    >
      <Suspense fallback={<Skeleton className="h-60" />}>
        <CurvesChart label={metric} height={HEIGHT} group={run.id} {...chart} />
      </Suspense>
    </ChartPanel>
  );
}

/** The step that a running run is going to end with, as far as it says so. */
function lastStepOf({ status, progress }: RunDetail): number | undefined {
  const known = status === 'running' && progress !== null && progress.unit === 'epoch' && progress.total > 1;
  return known ? progress.total - 1 : undefined;
}
