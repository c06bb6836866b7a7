'use client';
import { memo, useMemo } from 'react';
import { sliceReport, type Slice } from '@bestiary/metrics/slices';
import { IntervalBar } from '@bestiary/ui/components/interval-bar';
import { barsPicture } from '@bestiary/ui/bars-picture';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount, formatInterval, formatShare } from '@bestiary/ui/format';
import { SLICE_TITLES, type SlicedProperty, type SliceProperty } from '@bestiary/ui/prepare-slices';
import { useChartSearch } from '../../charts/chart-search.ts';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import type { ImagePick } from './image-pick.ts';

/** Slices of fewer images are not judged. */
const LEAST_IMAGES = 20;
const LISTED = 30;
const SIGNIFICANT = 0.05;

/** Where the run is worst: accuracy by what is known of the images, each slice against all other images. */
export const SlicesPanel = memo(function SlicesPanel({
  right,
  properties,
  marked,
  onPick,
}: {
  /** `[n]` 1 where the image was predicted right */
  right: Uint8Array;
  properties: readonly SlicedProperty[];
  /** the slice whose images are shown */
  marked: { property: SliceProperty; group: string } | null;
  onPick: (pick: ImagePick) => void;
}) {
  const [{ slices: only }, setSearch] = useChartSearch({ slices: EVALUATE_SEARCH.slices });
  const report = useMemo(() => sliceReport(right, properties, LEAST_IMAGES), [right, properties]);
  const listed = report.slices.filter(({ property }) => only === null || property === only);
  const worse = report.slices.filter(isWorse).length;
  return (
    <ChartPanel
      title="Slices, the worst first"
      part="slices"
      name="Accuracy by slice"
      picture={(theme) =>
        barsPicture(
          listed.slice(0, LISTED).map((slice) => ({
            name: `${SLICE_TITLES[slice.property as SliceProperty]} ${slice.group}`,
            ...slice.accuracy,
            words: `${formatInterval(slice.accuracy)}, n ${formatCount(slice.accuracy.of)}`,
            isBad: isWorse(slice),
          })),
          theme,
        )
      }
      csv={listed.length === 0 ? undefined : () => csvOf(listed)}
      aside={
        <label className="flex items-center gap-2 text-xs text-muted">
          by
          <select
            aria-label="Slices by"
            value={only ?? 'all'}
            onChange={(event) =>
              void setSearch({
                slices: properties.find(({ name }) => name === event.target.value)?.name ?? null,
              })
            }
            className="h-7 rounded-md border border-line bg-panel px-2 text-ink"
          >
            <option value="all">all that is known</option>
            {properties.map(({ name }) => (
              <option key={name} value={name}>
                {SLICE_TITLES[name]}
              </option>
            ))}
          </select>
        </label>
      }
    >
      {listed.length === 0 ? (
        <p className="text-muted">No slice of this kind has {LEAST_IMAGES} images or more.</p>
      ) : (
        <div className="overflow-x-auto">
          <table className="w-full border-collapse text-left tabular-nums">
            <thead className="text-xs text-muted">
              <tr>
                <th scope="col" className="py-1 pr-3 font-normal">
                  images
                </th>
                <th scope="col" className="py-1 pr-3 text-right font-normal">
                  n
                </th>
                <th scope="col" className="py-1 pr-3 text-right font-normal">
                  accuracy
                </th>
                <th scope="col" className="w-1/5 py-1 pr-3 font-normal">
                  95 %
                </th>
                <th scope="col" className="py-1 pr-3 text-right font-normal">
                  the rest
                </th>
                <th scope="col" className="py-1 font-normal">
                  verdict
                </th>
              </tr>
            </thead>
            <tbody>
              {listed.slice(0, LISTED).map((slice) => {
                const { property, group, accuracy, rest, corrected } = slice;
                const isMarked = marked?.property === property && marked.group === group;
                return (
                  <tr
                    key={`${property} ${group}`}
                    className={`border-t border-line ${isMarked ? 'bg-accent-soft' : ''}`}
                  >
                    <th scope="row" className="max-w-56 py-1.5 pr-3 font-normal">
                      <button
                        type="button"
                        onClick={() => onPick({ kind: 'slice', property: property as SliceProperty, group })}
                        className="block max-w-full truncate text-left hover:underline"
                        title={`Show the images: ${group}`}
                      >
                        <span className="text-muted">{SLICE_TITLES[property as SliceProperty]} </span>
                        {group}
                      </button>
                    </th>
                    <td className="py-1.5 pr-3 text-right">{formatCount(accuracy.of)}</td>
                    <td className="py-1.5 pr-3 text-right font-semibold">
                      {formatShare(accuracy.value ?? NaN)}
                    </td>
                    <td className="py-1.5 pr-3">
                      <IntervalBar {...accuracy} tone={isWorse(slice) ? 'bad' : 'accent'} />
                    </td>
                    <td className="py-1.5 pr-3 text-right whitespace-nowrap text-muted">
                      {rest.value === null ? '–' : formatShare(rest.value)}
                    </td>
                    <td
                      className="py-1.5 whitespace-nowrap"
                      title={`p = ${corrected.toPrecision(2)}, corrected`}
                    >
                      {isWorse(slice) ? (
                        <span className="font-medium text-bad">worse</span>
                      ) : corrected < SIGNIFICANT ? (
                        <span className="text-accent">better</span>
                      ) : (
                        <span className="text-muted">may be chance</span>
                      )}
                    </td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
      <p className="mt-2 text-xs text-muted">
        {formatCount(report.slices.length)} slices were tested against all other images (Fisher&apos;s exact
        test, corrected for their number by Holm):{' '}
        {worse === 0 ? 'none is' : worse === 1 ? '1 is' : `${worse} are`} worse than the rest beyond chance.
        {listed.length > LISTED && ` The first ${LISTED} of ${formatCount(listed.length)} are listed.`}
        {report.small.length > 0 &&
          ` ${formatCount(report.small.length)} of fewer than ${LEAST_IMAGES} images are left out.`}
      </p>
    </ChartPanel>
  );
});

function csvOf(slices: readonly Slice[]): string {
  return toCsv(
    [
      'property',
      'group',
      'images',
      'right',
      'accuracy',
      'low',
      'high',
      'accuracy of the rest',
      'p',
      'p corrected',
    ],
    slices.map(({ property, group, accuracy, rest, pValue, corrected }) => [
      property,
      group,
      accuracy.of,
      accuracy.hits,
      accuracy.value,
      accuracy.low,
      accuracy.high,
      rest.value,
      pValue,
      corrected,
    ]),
  );
}

function isWorse({
  corrected,
  accuracy,
  rest,
}: {
  corrected: number;
  accuracy: { value: number | null };
  rest: { value: number | null };
}): boolean {
  return corrected < SIGNIFICANT && (accuracy.value ?? 1) < (rest.value ?? 0);
}
