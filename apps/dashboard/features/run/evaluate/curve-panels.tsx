'use client';
import { useCallback, useMemo } from 'react';
import { binaryRates } from '@bestiary/metrics/binary-rates';
import { aucInterval } from '@bestiary/metrics/delong';
import type { Interval } from '@bestiary/metrics/interval';
import { averagePrecisionInterval } from '@bestiary/metrics/precision-recall';
import type { ThresholdSweep } from '@bestiary/metrics/threshold-sweep';
import { Notice } from '@bestiary/ui/components/notice';
import { ThresholdCurvePlot } from '@bestiary/ui/components/threshold-curve-plot';
import { formatCount, formatFixed, formatShare } from '@bestiary/ui/format';
import { preparePrecisionRecall } from '@bestiary/ui/prepare-precision-recall';
import { prepareRoc } from '@bestiary/ui/prepare-roc';
import { curveCsv } from '@bestiary/ui/threshold-curve';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import { thresholdWords } from './threshold-words.ts';
import { useAfterPaint } from './use-after-paint.ts';

const SEED = 1;
/** A bootstrap of this many rows in all takes about a tenth of a second. */
const DRAWN_ROWS = 5_000_000;
const DRAWS = { most: 2_000, least: 200 };

/** One class against the others, and where on its curves one is. */
export interface ClassCurves {
  sweep: ThresholdSweep;
  /** the class, and what the others are called */
  positive: string;
  negative: string;
  /** the point that is marked; `null`: none */
  threshold: number | null;
  /** to the next point of a curve, by keys */
  onMove: (threshold: number) => void;
  /** of a point, to see its images */
  onPick: (threshold: number) => void;
}

export function RocPanel({ sweep, positive, negative, threshold, onMove, onPick }: ClassCurves) {
  const curve = useMemo(() => prepareRoc(sweep), [sweep]);
  const auc = useMemo(() => aucInterval(sweep), [sweep]);
  const { positives, negatives } = sweep;
  const isDrawn = positives > 0 && negatives > 0;
  const rates = threshold === null ? null : binaryRates(sweep.countsAt(threshold));
  return (
    <ChartPanel
      title="ROC curve"
      name={`ROC curve of ${positive}`}
      part="roc"
      aside={<Area name="area" interval={auc} source="DeLong's 95 % interval" />}
      csv={isDrawn ? () => curveCsv(curve, 'false positive rate', 'true positive rate') : undefined}
    >
      {isDrawn ? (
        <ThresholdCurvePlot
          label={`ROC curve of ${positive}`}
          xTitle={`false positive rate (${negative} taken for it)`}
          yTitle="true positive rate"
          curve={curve}
          present={
            threshold === null || rates === null
              ? null
              : { x: rates.falsePositiveRate, y: rates.recall, threshold }
          }
          reference="diagonal"
          describe={(falsePositiveRate, truePositiveRate, at) =>
            `At ${thresholdWords(at)}: ${formatShare(truePositiveRate)} of ${positive} found, ${formatShare(falsePositiveRate)} of ${negative} taken for it`
          }
          onMove={onMove}
          onPick={onPick}
        />
      ) : (
        <OneLabel label={positives === 0 ? negative : positive} count={positives + negatives} />
      )}
    </ChartPanel>
  );
}

export function PrecisionRecallPanel({ sweep, positive, negative, threshold, onMove, onPick }: ClassCurves) {
  const curve = useMemo(() => preparePrecisionRecall(sweep), [sweep]);
  const { positives, negatives } = sweep;
  const average = useAfterPaint(
    useCallback(() => {
      const rows = sweep.positives + sweep.negatives;
      const draws = Math.min(DRAWS.most, Math.max(DRAWS.least, Math.floor(DRAWN_ROWS / rows)));
      return averagePrecisionInterval(sweep, SEED, draws);
    }, [sweep]),
  );
  const rates = threshold === null ? null : binaryRates(sweep.countsAt(threshold));
  return (
    <ChartPanel
      title="Precision and recall"
      name={`Precision and recall of ${positive}`}
      part="precision-recall"
      aside={
        <Area
          name="average precision"
          interval={average ?? { value: null, low: null, high: null }}
          source="bootstrap 95 % interval"
        />
      }
      csv={positives === 0 ? undefined : () => curveCsv(curve, 'recall', 'precision')}
    >
      {positives === 0 ? (
        <OneLabel label={negative} count={negatives} />
      ) : (
        <ThresholdCurvePlot
          label={`Precision-recall curve of ${positive}`}
          xTitle="recall"
          yTitle="precision"
          curve={curve}
          present={
            threshold === null || rates === null
              ? null
              : // where nothing is found precision is 1 by convention
                { x: rates.recall, y: Number.isNaN(rates.precision) ? 1 : rates.precision, threshold }
          }
          reference={positives / (positives + negatives)}
          describe={(recall, precision, at) =>
            `At ${thresholdWords(at)}: ${formatShare(recall)} of ${positive} found, ${formatShare(precision)} of what is called so is`
          }
          onMove={onMove}
          onPick={onPick}
        />
      )}
    </ChartPanel>
  );
}

function Area({ name, interval, source }: { name: string; interval: Interval; source: string }) {
  const { value, low, high } = interval;
  return (
    <span className="text-xs text-muted tabular-nums" title={source}>
      {name}{' '}
      <span className="text-sm font-semibold text-ink">{value === null ? '–' : formatFixed(value, 4)}</span>
      {low !== null && high !== null && ` (${formatFixed(low, 4)} – ${formatFixed(high, 4)})`}
    </span>
  );
}

function OneLabel({ label, count }: { label: string; count: number }) {
  return (
    <Notice title={`All ${formatCount(count)} images are labelled ${label}`}>
      <p>A curve needs images of both labels.</p>
    </Notice>
  );
}
