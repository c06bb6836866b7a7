'use client';
import type { ReactNode } from 'react';

const MARGIN = { left: 46, right: 12, top: 10, bottom: 38 };
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Pixels of values 0..1, and back. */
export interface UnitScale {
  x: (value: number) => number;
  y: (value: number) => number;
  valueAt: (left: number, top: number) => { x: number; y: number };
}

/** @param width of the whole plot in pixels, axes included */
export function unitScale(width: number, height: number): UnitScale {
  const across = Math.max(1, width - MARGIN.left - MARGIN.right);
  const down = Math.max(1, height - MARGIN.top - MARGIN.bottom);
  return {
    x: (value) => MARGIN.left + value * across,
    y: (value) => MARGIN.top + (1 - value) * down,
    valueAt: (left, top) => ({ x: (left - MARGIN.left) / across, y: 1 - (top - MARGIN.top) / down }),
  };
}

/** The axes of a plot of shares against shares, both from 0 to 1, as part of an `svg`. */
export function UnitAxes({
  scale,
  xTitle,
  yTitle,
  children,
}: {
  scale: UnitScale;
  xTitle: string;
  yTitle: string;
  children: ReactNode;
}) {
  const { x, y } = scale;
  return (
    <>
      <g className="fill-muted text-2xs tabular-nums">
        {TICKS.map((tick) => (
          <g key={tick}>
            <path d={`M${x(0)} ${y(tick)}H${x(1)}M${x(tick)} ${y(0)}V${y(1)}`} className="stroke-line" />
            <text x={x(0) - 6} y={y(tick)} textAnchor="end" dominantBaseline="central">
              {tick}
            </text>
            <text x={x(tick)} y={y(0) + 14} textAnchor="middle">
              {tick}
            </text>
          </g>
        ))}
        <text x={x(0.5)} y={y(0) + 31} textAnchor="middle">
          {xTitle}
        </text>
        <text transform={`translate(11 ${y(0.5)}) rotate(-90)`} textAnchor="middle">
          {yTitle}
        </text>
      </g>
      {children}
    </>
  );
}
