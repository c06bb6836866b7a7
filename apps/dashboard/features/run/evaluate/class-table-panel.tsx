'use client';
import { useMemo } from 'react';
import type { Share } from '@bestiary/contracts/prediction';
import type { Confusion } from '@bestiary/metrics/confusion';
import { IntervalBar } from '@bestiary/ui/components/interval-bar';
import { barsPicture } from '@bestiary/ui/bars-picture';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount, formatInterval, formatShare } from '@bestiary/ui/format';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useChartSearch } from '../../charts/chart-search.ts';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import { CLASS_COLUMNS, classRows, type ClassColumn, type ClassRow } from './class-rows.ts';
import { EVALUATE_SEARCH } from './evaluate-search.ts';
import type { ImagePick } from './image-pick.ts';

const TITLES: Readonly<Record<ClassColumn, string>> = {
  name: 'class',
  precision: 'precision',
  recall: 'recall',
  f1: 'F1',
  support: 'images',
};

/** Every class with its figures, sorted by any of them; a class opens its images. */
export function ClassTablePanel({
  confusion,
  classNames,
  marked,
  onPick,
}: {
  confusion: Confusion;
  classNames: readonly string[];
  /** the class whose images are shown */
  marked: number | null;
  onPick: (pick: ImagePick) => void;
}) {
  const [{ sort }, setSearch] = useChartSearch({ sort: EVALUATE_SEARCH.sort });
  const rows = useMemo(() => classRows(confusion, classNames, sort), [confusion, classNames, sort]);
  return (
    <ChartPanel
      title="Classes"
      part="classes"
      name="Recall of each class"
      picture={(theme) =>
        barsPicture(
          rows.map(({ name, recall }) => ({
            name,
            ...recall,
            words: `${formatInterval(recall)}, ${formatCount(recall.of)} images`,
          })),
          theme,
        )
      }
      csv={() => csvOf(rows)}
    >
      <div tabIndex={0} role="group" aria-label="Classes, scrolls" className="max-h-[32rem] overflow-auto">
        <table className="w-full border-collapse text-left tabular-nums">
          <thead className="sticky top-0 z-10 bg-panel text-xs">
            <tr>
              {CLASS_COLUMNS.map((column) => (
                <th
                  key={column}
                  scope="col"
                  aria-sort={sort.by !== column ? 'none' : sort.descending ? 'descending' : 'ascending'}
                  className="py-1 pr-3 font-normal whitespace-nowrap"
                >
                  <button
                    type="button"
                    onClick={() =>
                      void setSearch({
                        sort: { by: column, descending: sort.by === column && !sort.descending },
                      })
                    }
                    className="inline-flex items-center gap-1 text-muted hover:text-ink"
                  >
                    {TITLES[column]}
                    {sort.by === column &&
                      (sort.descending ? (
                        <ArrowDown aria-hidden size={12} />
                      ) : (
                        <ArrowUp aria-hidden size={12} />
                      ))}
                  </button>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ index, name, precision, recall, f1, support }) => (
              <tr
                key={index}
                className={`border-t border-line [content-visibility:auto] ${marked === index ? 'bg-accent-soft' : ''}`}
              >
                <th scope="row" className="max-w-32 py-1 pr-3 sm:max-w-40 font-normal">
                  <button
                    type="button"
                    title={`Show the images labelled ${name}`}
                    onClick={() => onPick({ kind: 'label', label: index })}
                    className="block max-w-full truncate text-left hover:underline"
                  >
                    {name}
                  </button>
                </th>
                <ShareCell share={precision} />
                <ShareCell share={recall} />
                <td className="py-1 pr-3 whitespace-nowrap">{Number.isNaN(f1) ? '–' : formatShare(f1)}</td>
                <td className="py-1">{formatCount(support)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </ChartPanel>
  );
}

function csvOf(rows: readonly ClassRow[]): string {
  return toCsv(
    [
      'class',
      'precision',
      'precision low',
      'precision high',
      'recall',
      'recall low',
      'recall high',
      'f1',
      'images',
    ],
    rows.map(({ name, precision, recall, f1, support }) => [
      name,
      precision.value,
      precision.low,
      precision.high,
      recall.value,
      recall.low,
      recall.high,
      f1,
      support,
    ]),
  );
}

function ShareCell({ share }: { share: Share }) {
  const { value, low, high } = share;
  const words = low === null || high === null ? '' : `95 %: ${formatShare(low)} to ${formatShare(high)}`;
  return (
    <td className="py-1 pr-3" title={words}>
      <span className="flex items-center gap-2">
        <span className="w-14 shrink-0 text-right whitespace-nowrap">
          {value === null ? '–' : formatShare(value)}
        </span>
        <span className="hidden flex-1 sm:block">
          <IntervalBar value={value} low={low} high={high} />
        </span>
      </span>
    </td>
  );
}
