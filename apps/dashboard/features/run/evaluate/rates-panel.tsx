'use client';
import { useDeferredValue, useMemo } from 'react';
import type { Share } from '@bestiary/contracts/prediction';
import { balancedAccuracy } from '@bestiary/metrics/accuracy';
import { confusionOfCounts, type BinaryCounts } from '@bestiary/metrics/binary-counts';
import { binaryRates } from '@bestiary/metrics/binary-rates';
import { balancedAccuracyInterval, bootstrapInterval } from '@bestiary/metrics/bootstrap';
import type { Interval } from '@bestiary/metrics/interval';
import { wilsonShare } from '@bestiary/metrics/wilson';
import { IntervalBar } from '@bestiary/ui/components/interval-bar';
import { barsPicture } from '@bestiary/ui/bars-picture';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount, formatInterval, formatShare, formatShareRange } from '@bestiary/ui/format';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import type { ImagePick } from './image-pick.ts';
import type { TwoClassModel } from './two-class-model.ts';

const SEED = 1;

/** Every rate of a two-class run at a threshold, with 95 % intervals; each share opens the images it is a share of. */
export function RatesPanel({
  counts,
  model: { positive: positiveClass, negative: negativeClass, names },
  onPick,
}: {
  counts: BinaryCounts;
  model: TwoClassModel;
  onPick: (pick: ImagePick) => void;
}) {
  const [negative, positive] = names;
  const { truePositives, falsePositives, falseNegatives, trueNegatives } = counts;
  const rates = binaryRates(counts);
  const drawn = useIntervals(counts);
  const shares: readonly { name: string; help: string; share: Share; pick: ImagePick }[] = [
    {
      name: 'accuracy',
      help: 'right of all images',
      share: wilsonShare(
        truePositives + trueNegatives,
        truePositives + trueNegatives + falsePositives + falseNegatives,
      ),
      pick: { kind: 'right' },
    },
    {
      name: `recall of ${positive}`,
      help: `of the images labelled ${positive}, predicted so (sensitivity)`,
      share: wilsonShare(truePositives, truePositives + falseNegatives),
      pick: { kind: 'label', label: positiveClass },
    },
    {
      name: `recall of ${negative}`,
      help: `of the images labelled ${negative}, predicted so (specificity)`,
      share: wilsonShare(trueNegatives, trueNegatives + falsePositives),
      pick: { kind: 'label', label: negativeClass },
    },
    {
      name: `precision of ${positive}`,
      help: `of the images predicted ${positive}, labelled so`,
      share: wilsonShare(truePositives, truePositives + falsePositives),
      pick: { kind: 'predicted', predicted: positiveClass },
    },
    {
      name: `precision of ${negative}`,
      help: `of the images predicted ${negative}, labelled so`,
      share: wilsonShare(trueNegatives, trueNegatives + falseNegatives),
      pick: { kind: 'predicted', predicted: negativeClass },
    },
  ];
  const balanced = { ...drawn.balanced, value: numberOrNull(rates.balancedAccuracy) };
  const f1 = { ...drawn.f1, value: numberOrNull(rates.f1) };
  const all: readonly { name: string; interval: Interval }[] = [
    ...shares.map(({ name, share }) => ({ name, interval: share })),
    { name: 'balanced accuracy', interval: balanced },
    { name: `F1 of ${positive}`, interval: f1 },
  ];
  return (
    <ChartPanel
      title="Rates"
      part="rates"
      aside={<span className="text-xs text-muted">with 95 % intervals</span>}
      picture={(theme) =>
        barsPicture(
          all.map(({ name, interval }) => ({ name, ...interval, words: formatInterval(interval) })),
          theme,
        )
      }
      csv={() =>
        toCsv(
          ['rate', 'value', 'low', 'high'],
          all.map(({ name, interval: { value, low, high } }) => [name, value, low, high]),
        )
      }
    >
      <table className="w-full table-fixed border-collapse text-left tabular-nums">
        <colgroup>
          <col className="w-1/3" />
          <col className="w-18" />
          <col />
          <col className="w-22" />
        </colgroup>
        <thead className="sr-only">
          <tr>
            <th scope="col">Rate</th>
            <th scope="col">Value</th>
            <th scope="col">95 % interval</th>
            <th scope="col">Images</th>
          </tr>
        </thead>
        <tbody>
          {shares.map(({ name, help, share, pick }) => (
            <tr key={name} className="border-b border-line last:border-0">
              <th scope="row" title={help} className="py-1.5 pr-3 font-normal wrap-break-word">
                {name}
              </th>
              <Value interval={share} />
              <td className="py-1.5 text-right">
                <button
                  type="button"
                  aria-label={`${name}: ${formatCount(share.hits)} of ${formatCount(share.of)} images, show them`}
                  onClick={() => onPick(pick)}
                  className="text-xs text-accent hover:underline"
                >
                  {formatCount(share.hits)} of {formatCount(share.of)}
                </button>
              </td>
            </tr>
          ))}
          <tr className="border-b border-line">
            <th
              scope="row"
              className="py-1.5 pr-3 font-normal wrap-break-word"
              title="the mean of both recalls"
            >
              balanced accuracy
            </th>
            <Value interval={balanced} />
            <td className="py-1.5 text-right text-xs text-muted">bootstrap</td>
          </tr>
          <tr>
            <th
              scope="row"
              className="py-1.5 pr-3 font-normal wrap-break-word"
              title="the harmonic mean of precision and recall"
            >
              F1 of {positive}
            </th>
            <Value interval={f1} />
            <td className="py-1.5 text-right text-xs text-muted">bootstrap</td>
          </tr>
        </tbody>
      </table>
    </ChartPanel>
  );
}

/** The intervals that are drawn and not counted follow the slider as soon as there is time. */
function useIntervals(counts: BinaryCounts): { balanced: Interval; f1: Interval } {
  const { truePositives: tp, falsePositives: fp, falseNegatives: fn, trueNegatives: tn } = counts;
  const key = useDeferredValue(`${tp},${fp},${fn},${tn}`);
  return useMemo(() => {
    const [truePositives, falsePositives, falseNegatives, trueNegatives] = key.split(',').map(Number) as [
      number,
      number,
      number,
      number,
    ];
    const confusion = confusionOfCounts({ truePositives, falsePositives, falseNegatives, trueNegatives });
    return {
      balanced: Number.isNaN(balancedAccuracy(confusion))
        ? { value: null, low: null, high: null }
        : balancedAccuracyInterval(confusion, SEED),
      f1: bootstrapInterval(
        confusion,
        ([row0, row1]) => (2 * row1![1]!) / (2 * row1![1]! + row1![0]! + row0![1]!),
        SEED,
      ),
    };
  }, [key]);
}

function Value({ interval }: { interval: Interval }) {
  const { value, low, high } = interval;
  return (
    <>
      <td className="py-1.5 pr-3 text-right font-semibold whitespace-nowrap">
        {value === null ? '–' : formatShare(value)}
      </td>
      <td className="py-1.5 pr-3">
        <IntervalBar value={value} low={low} high={high} />
        <span className="text-2xs text-muted">
          {low === null || high === null ? '–' : formatShareRange(low, high)}
        </span>
      </td>
    </>
  );
}

function numberOrNull(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
