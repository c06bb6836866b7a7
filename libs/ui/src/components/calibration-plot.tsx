'use client';
import { useMemo } from 'react';
import clsx from 'clsx';
import { formatCount, formatShare } from '../format.ts';
import type { Calibration } from '../prepare-calibration.ts';
import { UnitAxes, unitScale } from './unit-plot.tsx';
import { useWidth } from './use-width.ts';

/**
 * How often what was predicted with a confidence came true, bin by bin, with 95 % intervals; on the diagonal confidence can be
 * taken at its word. Each bin is a button.
 */
export function CalibrationPlot({
  label,
  xTitle,
  yTitle,
  calibration,
  before,
  marked,
  onPick,
  height = 300,
}: {
  label: string;
  xTitle: string;
  yTitle: string;
  calibration: Calibration;
  /** drawn faint behind: how it was before scaling */
  before?: Calibration | undefined;
  /** the bin whose images are shown */
  marked: number | null;
  onPick: (bin: number) => void;
  height?: number;
}) {
  const [element, width] = useWidth<HTMLDivElement>(360);
  const scale = useMemo(() => unitScale(width, height), [width, height]);
  const { x, y } = scale;
  return (
    <div ref={element} style={{ height }}>
      <svg
        data-chart
        width={width}
        height={height}
        role="group"
        aria-label={label}
        className="block overflow-visible"
      >
        <UnitAxes scale={scale} xTitle={xTitle} yTitle={yTitle}>
          <path d={`M${x(0)} ${y(0)}L${x(1)} ${y(1)}`} strokeDasharray="4 4" className="stroke-line-strong" />
          {before !== undefined && (
            <path
              d={lineOf(before, x, y)}
              fill="none"
              strokeWidth={1.5}
              strokeDasharray="5 4"
              className="stroke-muted"
            />
          )}
          <path d={lineOf(calibration, x, y)} fill="none" strokeWidth={2} className="stroke-accent" />
          {calibration.bins.map((bin, i) => {
            const { confidence, observed } = bin;
            const share = observed.value ?? 0;
            return (
              <g
                key={bin.high}
                role="button"
                tabIndex={0}
                aria-pressed={marked === i}
                aria-label={`Confidence ${formatShare(confidence)}: ${formatShare(share)} of ${formatCount(observed.of)} came true`}
                onClick={() => onPick(i)}
                onKeyDown={(event) => {
                  if (event.key !== 'Enter' && event.key !== ' ') return;
                  event.preventDefault();
                  onPick(i);
                }}
                className="group cursor-pointer outline-none"
              >
                <path
                  d={`M${x(confidence)} ${y(observed.low ?? share)}V${y(observed.high ?? share)}`}
                  strokeWidth={2}
                  className="stroke-accent opacity-60"
                />
                <circle cx={x(confidence)} cy={y(share)} r={14} fill="transparent" />
                <circle
                  cx={x(confidence)}
                  cy={y(share)}
                  r={marked === i ? 7 : 5}
                  strokeWidth={2}
                  className={clsx(
                    'stroke-accent group-hover:fill-accent group-focus-visible:stroke-ink group-focus-visible:stroke-[4px]',
                    marked === i ? 'fill-accent' : 'fill-panel',
                  )}
                />
              </g>
            );
          })}
        </UnitAxes>
      </svg>
    </div>
  );
}

function lineOf({ bins }: Calibration, x: (v: number) => number, y: (v: number) => number): string {
  return bins
    .map(({ confidence, observed }, i) => `${i === 0 ? 'M' : 'L'}${x(confidence)} ${y(observed.value ?? 0)}`)
    .join('');
}
