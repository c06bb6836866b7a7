import { formatCount, formatShare } from '../format.ts';
import type { RecallRow } from '../prepare-recall.ts';
import { intervalWords } from './share-figure.tsx';

/** One bar a class from 0 to 100 %, with its 95 % interval drawn over the bar's end. */
export function RecallBars({ rows }: { rows: readonly RecallRow[] }) {
  return (
    <ul className="flex flex-col gap-3">
      {rows.map(({ title, recall, precision, className }) => (
        <li key={className}>
          <div className="flex flex-wrap items-baseline justify-between gap-x-3">
            <span className="min-w-0 truncate">{title}</span>
            <span className="tabular-nums">
              <span className="font-semibold">{recall.value === null ? '–' : formatShare(recall.value)}</span>
              <span className="ml-2 text-xs text-muted">
                {formatCount(recall.hits)} of {formatCount(recall.of)}
              </span>
            </span>
          </div>
          <div aria-hidden className="relative mt-1 h-2 rounded-sm bg-raised">
            <div
              className="h-full rounded-sm bg-accent opacity-80"
              style={{ width: `${(recall.value ?? 0) * 100}%` }}
            />
            {recall.low !== null && recall.high !== null && (
              <div
                className="absolute -top-0.5 h-3 border-x-2 border-ink"
                style={{ left: `${recall.low * 100}%`, width: `${(recall.high - recall.low) * 100}%` }}
              >
                <div className="mt-[5px] h-0.5 bg-ink" />
              </div>
            )}
          </div>
          <p className="mt-1 text-xs text-muted tabular-nums">
            95 %: {intervalWords(recall) ?? '–'}
            {' · precision '}
            {precision.value === null ? '–' : formatShare(precision.value)}
          </p>
        </li>
      ))}
    </ul>
  );
}
