'use client';
import { useCallback, useMemo, type ReactNode } from 'react';
import { balancedAccuracyInterval } from '@bestiary/metrics/bootstrap';
import { classReport } from '@bestiary/metrics/class-figures';
import { rightOf, totalOf, type Confusion } from '@bestiary/metrics/confusion';
import { topKAccuracy } from '@bestiary/metrics/top-k';
import { wilsonShare } from '@bestiary/metrics/wilson';
import { Panel } from '@bestiary/ui/components/panel';
import { ShareFigure } from '@bestiary/ui/components/share-figure';
import { formatShare } from '@bestiary/ui/format';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import { useAfterPaint } from './use-after-paint.ts';

const SEED = 1;
const TOP = [3, 5, 10];

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
  return (
    <Panel title="Figures">
      <dl className="grid grid-cols-2 gap-x-6 gap-y-4 sm:grid-cols-3 lg:grid-cols-4">
        <ShareFigure name="accuracy (micro)" share={wilsonShare(rightOf(confusion), totalOf(confusion))} />
        <Figure name="balanced accuracy" value={balanced?.value ?? NaN}>
          {balanced !== null && balanced.low !== null && balanced.high !== null
            ? `95 %: ${(balanced.low * 100).toFixed(1)} – ${(balanced.high * 100).toFixed(1)} %, bootstrap`
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
    </Panel>
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
