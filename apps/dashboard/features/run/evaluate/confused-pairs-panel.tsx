'use client';
import { useMemo } from 'react';
import { mostConfusedPairs } from '@bestiary/metrics/confused-pairs';
import type { Confusion } from '@bestiary/metrics/confusion';
import type { MatrixCell } from '@bestiary/ui/components/matrix-canvas';
import { barsPicture } from '@bestiary/ui/bars-picture';
import { toCsv } from '@bestiary/ui/csv';
import { formatCount, formatShare } from '@bestiary/ui/format';
import { ChartPanel } from '../../charts/chart-panel.tsx';
import type { ImagePick } from './image-pick.ts';

const LISTED = 12;

/** Which class is taken for which other, most images first. */
export function ConfusedPairsPanel({
  confusion,
  classNames,
  marked,
  onPick,
}: {
  confusion: Confusion;
  classNames: readonly string[];
  marked: MatrixCell | null;
  onPick: (pick: ImagePick) => void;
}) {
  const pairs = useMemo(() => mostConfusedPairs(confusion, LISTED), [confusion]);
  return (
    <ChartPanel
      title="Most confused"
      part="confused"
      picture={(theme) =>
        barsPicture(
          pairs.map(({ label, predicted, count, share }) => ({
            name: `${classNames[label]} taken for ${classNames[predicted]}`,
            value: share,
            words: `${formatCount(count)}, ${formatShare(share)} of ${classNames[label]}`,
            isBad: true,
          })),
          theme,
        )
      }
      csv={
        pairs.length === 0
          ? undefined
          : () =>
              toCsv(
                ['label', 'predicted', 'images', 'share of label'],
                pairs.map(({ label, predicted, count, share }) => [
                  classNames[label],
                  classNames[predicted],
                  count,
                  share,
                ]),
              )
      }
    >
      {pairs.length === 0 ? (
        <p className="text-muted">No mistakes.</p>
      ) : (
        <ol className="flex flex-col">
          {pairs.map(({ label, predicted, count, share }) => (
            <li key={`${label} ${predicted}`}>
              <button
                type="button"
                onClick={() => onPick({ kind: 'cell', predicted, label })}
                aria-pressed={marked?.label === label && marked.predicted === predicted}
                className="-mx-2 flex w-[calc(100%+1rem)] items-baseline gap-3 rounded-md px-2 py-1 text-left hover:bg-raised aria-pressed:bg-accent-soft"
              >
                <span className="min-w-0 flex-1">
                  <span className="font-medium break-words">{classNames[label]}</span>
                  <span className="text-muted"> taken for </span>
                  <span className="font-medium break-words">{classNames[predicted]}</span>
                </span>
                <span className="shrink-0 font-semibold tabular-nums">{formatCount(count)}</span>
                <span className="w-14 shrink-0 text-right text-xs text-muted tabular-nums">
                  {formatShare(share)}
                </span>
              </button>
            </li>
          ))}
        </ol>
      )}
    </ChartPanel>
  );
}
