'use client';
import { CHART_THEMES, mixColours, type ThemeName } from '../chart-theme.ts';
import { cutText } from '../cut-text.ts';
import type { FieldScale } from '../field-scale.ts';
import { formatMetric } from '../format.ts';
import { useWidth } from './use-width.ts';

const MARGIN = { left: 62, right: 16, top: 10, bottom: 40 };
const HEIGHT = 320;
const LEGEND = 40;

/** What is expected over two parameters, places on both axes being 0..1. */
export interface ContourCells {
  x: readonly number[];
  y: readonly number[];
  /** `[y][x]` */
  expected: readonly (readonly number[])[];
}

/** The expected outcome over two parameters as coloured cells, better ones stronger, with the trials as dots. */
export function ContourChart({
  x,
  y,
  cells,
  dots,
  goal,
  theme,
}: {
  x: { title: string; scale: FieldScale };
  y: { title: string; scale: FieldScale };
  cells: ContourCells;
  dots: readonly { id: string; x: number; y: number; words: string }[];
  goal: 'min' | 'max';
  theme: ThemeName;
}) {
  const [element, width] = useWidth<HTMLDivElement>(480);
  const ramp = CHART_THEMES[theme].right;
  const across = Math.max(1, width - MARGIN.left - MARGIN.right);
  const down = HEIGHT - MARGIN.top - MARGIN.bottom;
  const left = (place: number) => MARGIN.left + place * across;
  const top = (place: number) => MARGIN.top + (1 - place) * down;
  const all = cells.expected.flat();
  const low = Math.min(...all);
  const high = Math.max(...all);
  const quality = (value: number) => {
    const share = high === low ? 0.5 : (value - low) / (high - low);
    return goal === 'min' ? 1 - share : share;
  };
  const columns = edgesOf(cells.x);
  const rows = edgesOf(cells.y);
  const [worst, best] = goal === 'min' ? [high, low] : [low, high];
  return (
    <div ref={element} className="overflow-hidden">
      <svg
        data-chart
        width={width}
        height={HEIGHT + LEGEND}
        role="img"
        aria-label={`Expected outcome over ${x.title} and ${y.title}: from ${formatMetric(low)} to ${formatMetric(high)}`}
        className="block text-2xs"
      >
        {cells.expected.map((row, j) =>
          row.map((value, i) => (
            <rect
              key={`${i} ${j}`}
              x={left(columns[i]!)}
              y={top(rows[j + 1]!)}
              width={(columns[i + 1]! - columns[i]!) * across + 0.5}
              height={(rows[j + 1]! - rows[j]!) * down + 0.5}
              fill={mixColours(ramp[0], ramp[1], quality(value))}
            />
          )),
        )}
        {dots.map((dot) => (
          <circle
            key={dot.id}
            cx={left(dot.x)}
            cy={top(dot.y)}
            r={3}
            className="fill-panel stroke-ink"
            strokeWidth={1}
          >
            <title>{dot.words}</title>
          </circle>
        ))}
        <g className="fill-muted tabular-nums">
          {y.scale.ticks.map((tick) => (
            <text
              key={tick.label}
              x={MARGIN.left - 6}
              y={top(tick.at)}
              textAnchor="end"
              dominantBaseline="central"
            >
              {cutText(tick.label, 9)}
            </text>
          ))}
          {x.scale.ticks.map((tick) => (
            <text key={tick.label} x={left(tick.at)} y={HEIGHT - MARGIN.bottom + 14} textAnchor="middle">
              {cutText(tick.label, 12)}
            </text>
          ))}
          <text x={left(0.5)} y={HEIGHT - 8} textAnchor="middle" className="fill-ink">
            {x.title}
          </text>
          <text transform={`translate(12 ${top(0.5)}) rotate(-90)`} textAnchor="middle" className="fill-ink">
            {cutText(y.title, 36)}
          </text>
          {Array.from({ length: 20 }, (_, i) => (
            <rect
              key={i}
              x={left(0.25) + (i * across) / 40}
              y={HEIGHT + 8}
              width={across / 40 + 0.5}
              height={8}
              fill={mixColours(ramp[0], ramp[1], i / 19)}
            />
          ))}
          <text x={left(0.25) - 6} y={HEIGHT + 15} textAnchor="end">
            {formatMetric(worst)}
          </text>
          <text x={left(0.75) + 6} y={HEIGHT + 15}>
            {formatMetric(best)} (better)
          </text>
        </g>
      </svg>
    </div>
  );
}

/** Where the cells around these places begin and end: half-way between neighbours, and at 0 and 1. */
function edgesOf(places: readonly number[]): number[] {
  return [0, ...places.slice(1).map((place, i) => (place + places[i]!) / 2), 1];
}
