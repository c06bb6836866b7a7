'use client';
import { cutText } from '../cut-text.ts';
import type { FieldScale } from '../field-scale.ts';
import { useWidth } from './use-width.ts';

/** One run in a scatter: its place on both axes, 0..1. */
export interface ScatterPoint {
  id: string;
  name: string;
  /** any CSS colour */
  colour: string;
  x: number;
  y: number;
  /** both values in words */
  words: string;
  /** left out by a brush elsewhere */
  dimmed: boolean;
}

const MARGIN = { left: 62, right: 18, top: 14, bottom: 42 };
const HEIGHT = 300;
const RADIUS = 6;

/** Runs by two fields, as points that can be focused and clicked. */
export function ScatterChart({
  x,
  y,
  points,
  emphasised,
  onEmphasise,
  onOpen,
}: {
  x: { title: string; scale: FieldScale };
  y: { title: string; scale: FieldScale };
  points: readonly ScatterPoint[];
  emphasised: string | null;
  onEmphasise: (run: string | null) => void;
  onOpen: (run: string) => void;
}) {
  const [element, width] = useWidth<HTMLDivElement>(480);
  const across = Math.max(1, width - MARGIN.left - MARGIN.right - 2 * RADIUS);
  const down = HEIGHT - MARGIN.top - MARGIN.bottom - 2 * RADIUS;
  const left = (place: number) => MARGIN.left + RADIUS + place * across;
  const top = (place: number) => MARGIN.top + RADIUS + (1 - place) * down;
  return (
    <div ref={element} className="overflow-hidden">
      <svg
        data-chart
        width={width}
        height={HEIGHT}
        role="group"
        aria-label={`${y.title} against ${x.title}, ${points.length} runs`}
        className="block text-2xs"
      >
        <g className="fill-muted tabular-nums">
          {y.scale.ticks.map((tick) => (
            <g key={tick.label}>
              <path d={`M${MARGIN.left} ${top(tick.at)}H${width - MARGIN.right}`} className="stroke-line" />
              <text x={MARGIN.left - 6} y={top(tick.at)} textAnchor="end" dominantBaseline="central">
                {cutText(tick.label, 9)}
              </text>
            </g>
          ))}
          {x.scale.ticks.map((tick) => (
            <g key={tick.label}>
              <path d={`M${left(tick.at)} ${MARGIN.top}V${HEIGHT - MARGIN.bottom}`} className="stroke-line" />
              <text x={left(tick.at)} y={HEIGHT - MARGIN.bottom + 14} textAnchor="middle">
                {cutText(tick.label, 12)}
              </text>
            </g>
          ))}
          <text x={left(0.5)} y={HEIGHT - 8} textAnchor="middle" className="fill-ink">
            {x.title}
          </text>
          <text transform={`translate(12 ${top(0.5)}) rotate(-90)`} textAnchor="middle" className="fill-ink">
            {cutText(y.title, 36)}
          </text>
        </g>
        {points.map((point) => (
          <circle
            key={point.id}
            cx={left(point.x)}
            cy={top(point.y)}
            r={emphasised === point.id ? RADIUS + 2 : RADIUS}
            tabIndex={0}
            role="link"
            aria-label={`${point.name}: ${point.words}`}
            className="cursor-pointer stroke-panel outline-offset-2"
            strokeWidth={1.5}
            style={{
              fill: point.colour,
              opacity: point.dimmed ? 0.12 : emphasised !== null && emphasised !== point.id ? 0.35 : 0.95,
            }}
            onPointerEnter={() => onEmphasise(point.id)}
            onPointerLeave={() => onEmphasise(null)}
            onFocus={() => onEmphasise(point.id)}
            onBlur={() => onEmphasise(null)}
            onClick={() => onOpen(point.id)}
            onKeyDown={(event) => {
              if (event.key === 'Enter') onOpen(point.id);
            }}
          >
            <title>{`${point.name}\n${point.words}`}</title>
          </circle>
        ))}
      </svg>
    </div>
  );
}
