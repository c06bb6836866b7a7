'use client';
import { useCallback, useMemo, type ReactNode } from 'react';
import { balancedAccuracyInterval } from '@bestiary/metrics/bootstrap';
import { classReport } from '@bestiary/metrics/class-figures';
import { rightOf, totalOf, type Confusion } from '@bestiary/metrics/confusion';
import type { Interval } from '@bestiary/metrics/interval';
import { topKAccuracy } from '@bestiary/metrics/top-k';
import { wilsonShare } from '@bestiary/metrics/wilson';
import { ShareFigure } from '@bestiary/ui/components/share-figure';
import { barsPicture, type DrawnBar } from '@bestiary/ui/bars-picture';
import { toCsv } from '@bestiary/ui/csv';
import { formatInterval, formatShare, formatShareRange } from '@bestiary/ui/format';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import { useAfterPaint } from './use-after-paint.ts';

const SEED = 1;
const TOP = [3, 5, 10];
const NOTHING: Interval = { value: null, low: null, high: null };

/** How good a run of many classes is, in the means that are in use. */
export function ClassFiguresPanel({ rows, confusion }: { rows: PredictionRows; confusion: Confusion }) {
  const { probabilities, labels, classNames } = rows;
  const classes = classNames.length;
  const { macro, weighted } = useMemo(() => classReport(confusion), [confusion]);
  const tops = useMemo(
    () =>
      TOP.filter((k) => k < classes).map((k) => {
        const share = topKAccuracy(probabilities, labels, classes, k);
        return { k, share: wilsonShare(Math.round(share * labels.length), labels.length) };
      }),
    [probabilities, labels, classes],
  );
  const balanced = useAfterPaint(
    useCallback(() => balancedAccuracyInterval(confusion, SEED, 1_000), [confusion]),
  );
  const accuracy = wilsonShare(rightOf(confusion), totalOf(confusion));
  const figures: readonly (Interval & { name: string })[] = [
    { name: 'accuracy', ...accuracy },
    { name: 'balanced accuracy', ...(balanced ?? NOTHING) },
    ...tops.map(({ k, share }) => ({ name: `top ${k}`, ...share })),
    { name: 'macro precision', ...NOTHING, value: macro.precision },
    { name: 'macro recall', ...NOTHING, value: macro.recall },
    { name: 'macro F1', ...NOTHING, value: macro.f1 },
    { name: 'weighted precision', ...NOTHING, value: weighted.precision },
    { name: 'weighted recall', ...NOTHING, value: weighted.recall },
    { name: 'weighted F1', ...NOTHING, value: weighted.f1 },
  ];
  return (
    <ChartPanel
      title="Figures"
      part="figures"
      picture={(theme) =>
        barsPicture(
          figures.map((figure): DrawnBar => ({ ...figure, words: formatInterval(figure) })),
          theme,
        )
      }
      csv={() =>
        toCsv(
          ['figure', 'value', 'low', 'high'],
          figures.map(({ name, value, low, high }) => [name, value, low, high]),
        )
      }
    >
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-4">
        <ShareFigure name="accuracy (micro)" share={accuracy} />
        <Figure name="balanced accuracy" value={balanced?.value ?? NaN}>
          {balanced !== null && balanced.low !== null && balanced.high !== null
            ? `95 %: ${formatShareRange(balanced.low, balanced.high)}, bootstrap`
            : 'mean of the classes’ recalls'}
        </Figure>
        {tops.map(({ k, share }) => (
          <ShareFigure key={k} name={`top ${k}`} share={share} />
        ))}
        <Figure name="macro F1" value={macro.f1}>
          {`precision ${formatShare(macro.precision)}, recall ${formatShare(macro.recall)}`}
        </Figure>
        <Figure name="weighted F1" value={weighted.f1}>
          {`precision ${formatShare(weighted.precision)}, recall ${formatShare(weighted.recall)}`}
        </Figure>
      </dl>
    </ChartPanel>
  );
}

function Figure({ name, value, children }: { name: string; value: number; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="heading">{name}</dt>
      <dd className="m-0">
        <span className="text-2xl font-semibold tracking-tight tabular-nums">
          {Number.isNaN(value) ? '–' : formatShare(value)}
        </span>
        <span className="mt-0.5 block text-xs text-muted tabular-nums">{children}</span>
      </dd>
    </div>
  );
}
