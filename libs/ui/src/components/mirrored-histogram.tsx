'use client';
import { useId, useState, type KeyboardEvent } from 'react';
import clsx from 'clsx';
import { formatCount } from '../format.ts';
import { barWords, type Histogram } from '../prepare-histogram.ts';
import { useWidth } from './use-width.ts';

export type BarTone = 'right' | 'wrong';

interface BarPlace {
  bar: number;
  group: 0 | 1;
}

/**
 * Two histograms over 0..1 back to back: group 1 upward, group 0 downward. The height of a bar follows the square root of its count, so that
 * the few in the middle are seen beside the many at the ends. Each bar can be chosen: a list box to keys and screen readers.
 *
 * @param inset pixels left free at both sides, so that a slider below lines up
 */
export function MirroredHistogram({
  label,
  histogram,
  titles,
  toneOf,
  threshold,
  marked,
  onPick,
  inset = 8,
  height = 132,
}: {
  label: string;
  histogram: Histogram;
  /** of groups 0 and 1 */
  titles: readonly [string, string];
  toneOf: (bar: number, group: 0 | 1) => BarTone;
  /** where a line is drawn; left out: none */
  threshold?: number;
  /** the bar whose images are shown */
  marked: { bar: number; group: number } | null;
  onPick: (bar: number, group: 0 | 1) => void;
  inset?: number;
  height?: number;
}) {
  const [element, width] = useWidth<HTMLDivElement>(640);
  const [active, setActive] = useState<number | null>(null);
  const id = useId();
  const { bars, counts, largest } = histogram;
  const middle = height / 2;
  const across = Math.max(1, width - 2 * inset);
  const sizeOf = (count: number) => (largest === 0 ? 0 : Math.sqrt(count / largest) * (middle - 2));
  /** places of bars that hold something, from left to right, those above before those below */
  const filled = Array.from({ length: bars * 2 }, (_, i): BarPlace => ({
    bar: i >> 1,
    group: i & 1 ? 0 : 1,
  })).filter(({ bar, group }) => counts[bar * 2 + group]! > 0);
  const wordsOf = ({ bar, group }: BarPlace) =>
    `${barWords(bar, bars)}: ${formatCount(counts[bar * 2 + group]!)} ${titles[group]}`;
  const onKeyDown = (event: KeyboardEvent) => {
    const from = active ?? -1;
    const to = { ArrowRight: from + 1, ArrowLeft: from - 1, Home: 0, End: filled.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      setActive(Math.min(filled.length - 1, Math.max(0, to)));
    } else if (event.key === 'Enter' || event.key === ' ') {
      event.preventDefault();
      const chosen = active === null ? undefined : filled[active];
      if (chosen !== undefined) onPick(chosen.bar, chosen.group);
    }
  };
  const shown = active === null ? undefined : filled[active];
  return (
    <div ref={element} className="relative">
      <svg
        data-chart
        width={width}
        height={height}
        role="listbox"
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={shown && `${id}-${shown.bar}-${shown.group}`}
        onKeyDown={onKeyDown}
        onBlur={() => setActive(null)}
        onPointerLeave={() => setActive(null)}
        className="block overflow-visible"
      >
        {filled.map((place, i) => {
          const { bar, group } = place;
          const size = sizeOf(counts[bar * 2 + group]!);
          const isMarked = marked?.bar === bar && marked.group === group;
          const left = inset + (bar / bars) * across;
          return (
            <g
              key={`${bar}-${group}`}
              id={`${id}-${bar}-${group}`}
              role="option"
              aria-selected={isMarked}
              aria-label={wordsOf(place)}
              onPointerEnter={() => setActive(i)}
              onClick={() => onPick(bar, group)}
              className="cursor-pointer"
            >
              <rect
                x={left}
                y={group === 1 ? 0 : middle}
                width={across / bars}
                height={middle}
                fill="transparent"
              />
              <rect
                x={left + 0.5}
                y={group === 1 ? middle - size - 0.5 : middle + 0.5}
                width={Math.max(1, across / bars - 1)}
                height={size}
                rx={1}
                className={clsx(
                  toneOf(bar, group) === 'right' ? 'fill-accent' : 'fill-bad',
                  i === active || isMarked ? 'opacity-100' : 'opacity-75',
                  isMarked && 'stroke-ink stroke-2',
                )}
              />
            </g>
          );
        })}
        <path d={`M${inset} ${middle}H${width - inset}`} className="stroke-line-strong" />
        {threshold !== undefined && (
          <path
            d={`M${inset + Math.min(1, threshold) * across} 0V${height}`}
            strokeWidth={2}
            className="pointer-events-none stroke-ink"
          />
        )}
      </svg>
      <p aria-hidden className="flex justify-between gap-3 text-2xs text-muted tabular-nums">
        <span>0</span>
        <span className="truncate">
          {shown === undefined ? `above: ${titles[1]} · below: ${titles[0]}` : wordsOf(shown)}
        </span>
        <span>1</span>
      </p>
    </div>
  );
}
