'use client';
import { memo } from 'react';
import { CalibrationPlot } from '@bestiary/ui/components/calibration-plot';
import { Checkbox } from '@bestiary/ui/components/checkbox';
import { Segmented } from '@bestiary/ui/components/segmented';
import { toCsv } from '@bestiary/ui/csv';
import { formatMetric } from '@bestiary/ui/format';
import type { Calibration } from '@bestiary/ui/prepare-calibration';
import { useChartSearch } from '../../charts/chart-search.ts';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import type { ImagePick } from './image-pick.ts';
import type { RunCalibration } from './use-calibration.ts';

/** Whether the probabilities of a run can be taken at their word, and what temperature scaling would change. */
export const CalibrationPanel = memo(function CalibrationPanel({
  calibration,
  confidenceOf,
  marked,
  onPick,
}: {
  calibration: RunCalibration;
  /** the probability of what: `dandelion`, `the predicted class` */
  confidenceOf: string;
  /** the bin whose images are shown */
  marked: number | null;
  onPick: (pick: ImagePick) => void;
}) {
  const [{ bins, scaled: isScaled }, setSearch] = useChartSearch({
    bins: EVALUATE_SEARCH.bins,
    scaled: EVALUATE_SEARCH.scaled,
  });
  const { plain, scaled, shown } = calibration;
  return (
    <ChartPanel
      title="Calibration"
      part="calibration"
      name={`Calibration of ${confidenceOf}`}
      csv={() => csvOf(shown)}
      aside={
        <>
          <label className="flex items-center gap-1.5 text-xs">
            <Checkbox
              checked={isScaled}
              onCheckedChange={(checked) => void setSearch({ scaled: checked === true })}
            />
            temperature scaling
          </label>
          <Segmented
            label="Bins"
            value={bins}
            onChange={(next) => void setSearch({ bins: next })}
            options={[
              { value: 'equal-mass', label: 'equal numbers' },
              { value: 'equal-width', label: 'equal widths' },
            ]}
          />
        </>
      }
    >
      <CalibrationPlot
        label="Calibration curve"
        xTitle={`probability of ${confidenceOf}`}
        yTitle="came true"
        calibration={shown}
        before={scaled === null ? undefined : plain}
        marked={marked}
        onPick={(bin) => onPick({ kind: 'bin', bin })}
      />
      <table className="mt-3 w-full border-collapse text-right tabular-nums">
        <caption className="sr-only">
          Calibration figures{scaled !== null && ' before and after scaling'}
        </caption>
        <thead className={scaled === null ? 'sr-only' : 'text-xs text-muted'}>
          <tr>
            <td />
            <th scope="col" className="font-normal">
              {scaled === null ? 'value' : 'as it is'}
            </th>
            {scaled !== null && (
              <th scope="col" className="font-normal">
                scaled
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {FIGURES.map(({ key, name, help }) => (
            <tr key={key} className="border-b border-line last:border-0">
              <th scope="row" title={help} className="py-1 pr-3 text-left font-normal">
                {name}
              </th>
              <td className="py-1 font-medium">{formatMetric(plain[key])}</td>
              {scaled !== null && (
                <td className="py-1 font-medium">{formatMetric(scaled.calibration[key])}</td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="mt-2 text-xs text-muted">
        {scaled === null
          ? 'On the dashed diagonal, what is said with 80 % comes true in 80 % of cases. Each point opens its images.'
          : scaledWords(scaled.by)}
      </p>
    </ChartPanel>
  );
});

const FIGURES: readonly {
  key: Exclude<keyof Calibration, 'bins' | 'confidences'>;
  name: string;
  help: string;
}[] = [
  {
    key: 'expectedError',
    name: 'expected calibration error',
    help: 'mean gap between what is said and what comes true, weighted by the images of each bin; depends on the bins',
  },
  { key: 'largestError', name: 'largest gap', help: 'of any bin; says little where a bin has few images' },
  { key: 'brier', name: 'Brier score', help: 'mean squared distance of the probabilities from the truth' },
  { key: 'logLoss', name: 'log loss', help: 'mean negative logarithm of the probability of the label' },
];

/** One row a bin. */
function csvOf({ bins }: Calibration): string {
  return toCsv(
    ['from', 'to', 'images', 'mean probability', 'came true', 'share', 'low', 'high'],
    bins.map(({ low, high, confidence, observed }) => [
      low,
      high,
      observed.of,
      confidence,
      observed.hits,
      observed.value,
      observed.low,
      observed.high,
    ]),
  );
}

function scaledWords({ temperature, atBound }: { temperature: number; atBound: boolean }): string {
  const verdict = temperature > 1 ? 'too sure of itself' : 'not as sure as it could be';
  const range = atBound ? ' (the end of what is looked for)' : '';
  return `Temperature ${formatMetric(temperature)}${range}: the run is ${verdict}. Figures after scaling are cross-fitted: each half of the images by a temperature of the other half. Dashed: as it is. No prediction of the likeliest class changes.`;
}
