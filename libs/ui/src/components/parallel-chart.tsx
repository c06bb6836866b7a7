'use client';
import { useState, type KeyboardEvent, type PointerEvent } from 'react';
import { cutText } from '../cut-text.ts';
import { parallelPath, type AxisBrush, type ParallelAxis } from '../prepare-parallel.ts';
import { useWidth } from './use-width.ts';

/** How a run's line looks. */
export interface ParallelLine {
  id: string;
  name: string;
  /** any CSS colour */
  colour: string;
  dash: readonly number[];
}

const MARGIN = { left: 64, right: 64, top: 46, bottom: 40 };
/** Below the axes pass the runs that have nothing to place there; pixels from the bottom. */
const NOTHING = 12;
const HEIGHT = 340;
const LEAST_GAP = 110;
/** Half the width of the strip that is dragged on, in pixels. */
const GRIP = 14;
/** Longer words are cut on an axis. */
const TICK_LENGTH = 14;
/** By how much a key moves an end of a brush. */
const KEY_STEP = 0.05;

/**
 * Parallel coordinates: an axis a field, a line a run. Dragging along an axis keeps the runs whose lines pass there;
 * with the keyboard, arrow keys on an axis move its range, with Shift its lower end, Escape clears it.
 *
 * @param kept `[runs]` whether a run lies in all brushes
 */
export function ParallelChart({
  axes,
  lines,
  kept,
  brushes,
  emphasised,
  onBrush,
  onEmphasise,
}: {
  axes: readonly ParallelAxis[];
  lines: readonly ParallelLine[];
  kept: readonly boolean[];
  brushes: ReadonlyMap<string, AxisBrush>;
  emphasised: string | null;
  onBrush: (axis: string, brush: AxisBrush | null) => void;
  onEmphasise: (run: string | null) => void;
}) {
  const [element, available] = useWidth<HTMLDivElement>(900);
  const [drag, setDrag] = useState<{ axis: string; from: number; to: number } | null>(null);
  const width = Math.max(available, MARGIN.left + MARGIN.right + (axes.length - 1) * LEAST_GAP);
  const down = HEIGHT - MARGIN.top - MARGIN.bottom;
  const x = (axis: number) =>
    axes.length === 1
      ? width / 2
      : MARGIN.left + (axis * (width - MARGIN.left - MARGIN.right)) / (axes.length - 1);
  const y = (place: number | null) => (place === null ? HEIGHT - NOTHING : MARGIN.top + (1 - place) * down);
  const placeAt = (event: PointerEvent<SVGElement>) => {
    const top = event.currentTarget.ownerSVGElement!.getBoundingClientRect().top;
    return Math.min(1, Math.max(0, 1 - (event.clientY - top - MARGIN.top) / down));
  };
  const brushOf = (id: string): AxisBrush | undefined =>
    drag?.axis === id
      ? { low: Math.min(drag.from, drag.to), high: Math.max(drag.from, drag.to) }
      : brushes.get(id);
  const onKey = (event: KeyboardEvent, id: string) => {
    const { low, high } = brushes.get(id) ?? { low: 0, high: 1 };
    const by = event.key === 'ArrowUp' ? KEY_STEP : event.key === 'ArrowDown' ? -KEY_STEP : 0;
    if (event.key === 'Escape') onBrush(id, null);
    else if (by === 0) return;
    else if (event.shiftKey) onBrush(id, { low: Math.min(high, Math.max(0, low + by)), high });
    else onBrush(id, { low, high: Math.max(low, Math.min(1, high + by)) });
    event.preventDefault();
  };

  return (
    <div ref={element} className="overflow-x-auto">
      <svg
        data-chart
        width={width}
        height={HEIGHT}
        role="group"
        aria-label={`Parallel coordinates of ${lines.length} runs over ${axes.map(({ title }) => title).join(', ')}`}
        className="block text-2xs select-none"
      >
        <g fill="none">
          {lines.map((line, run) => {
            const isKept = kept[run] ?? true;
            const dimmed = !isKept || (emphasised !== null && emphasised !== line.id);
            return (
              <path
                key={line.id}
                d={parallelPath(axes, run, x, y)}
                strokeWidth={emphasised === line.id ? 3 : 1.5}
                strokeDasharray={line.dash.join(' ')}
                style={{ stroke: line.colour, opacity: isKept ? (dimmed ? 0.25 : 0.9) : 0.08 }}
                onPointerEnter={() => isKept && onEmphasise(line.id)}
                onPointerLeave={() => onEmphasise(null)}
              >
                <title>{line.name}</title>
              </path>
            );
          })}
        </g>
        {axes.map((axis, i) => {
          const brush = brushOf(axis.id);
          return (
            <g key={axis.id}>
              <path d={`M${x(i)} ${y(0)}V${y(1)}`} className="stroke-line-strong" />
              <text
                x={x(i)}
                y={18}
                textAnchor={i === 0 ? 'start' : i === axes.length - 1 ? 'end' : 'middle'}
                dx={i === 0 ? 6 - MARGIN.left : i === axes.length - 1 ? MARGIN.right - 6 : 0}
                className="fill-ink text-xs font-medium"
              >
                {cutText(axis.title, i === 0 || i === axes.length - 1 ? 20 : 18)}
                <title>{axis.title}</title>
              </text>
              {axis.scale.ticks.map((tick) => (
                <g key={tick.label}>
                  <path d={`M${x(i) - 3} ${y(tick.at)}h6`} className="stroke-line-strong" />
                  <text
                    x={x(i) + (i === axes.length - 1 ? 7 : -7)}
                    y={y(tick.at)}
                    textAnchor={i === axes.length - 1 ? 'start' : 'end'}
                    dominantBaseline="central"
                    className="fill-muted stroke-panel tabular-nums"
                    strokeWidth={3}
                    paintOrder="stroke"
                  >
                    {cutText(tick.label, TICK_LENGTH)}
                    <title>{tick.label}</title>
                  </text>
                </g>
              ))}
              {axis.places.includes(null) && (
                <text
                  x={x(i) + (i === axes.length - 1 ? 7 : -7)}
                  y={y(null)}
                  textAnchor={i === axes.length - 1 ? 'start' : 'end'}
                  dominantBaseline="central"
                  className="fill-muted stroke-panel"
                  strokeWidth={3}
                  paintOrder="stroke"
                >
                  none
                </text>
              )}
              {brush !== undefined && (
                <rect
                  x={x(i) - 7}
                  width={14}
                  y={y(brush.high)}
                  height={Math.max(2, y(brush.low) - y(brush.high))}
                  rx={2}
                  className="fill-accent stroke-accent"
                  fillOpacity={0.25}
                />
              )}
              <rect
                data-screen
                x={x(i) - GRIP}
                width={2 * GRIP}
                y={MARGIN.top - 8}
                height={down + 16}
                fill="transparent"
                tabIndex={0}
                role="slider"
                aria-orientation="vertical"
                aria-label={`Range of ${axis.title}`}
                aria-valuemin={0}
                aria-valuemax={100}
                aria-valuenow={Math.round((brush?.high ?? 1) * 100)}
                aria-valuetext={
                  brush === undefined
                    ? 'all'
                    : `${Math.round(brush.low * 100)} to ${Math.round(brush.high * 100)} % of the axis`
                }
                className="cursor-ns-resize touch-none"
                onKeyDown={(event) => onKey(event, axis.id)}
                onPointerDown={(event) => {
                  event.currentTarget.setPointerCapture(event.pointerId);
                  const place = placeAt(event);
                  setDrag({ axis: axis.id, from: place, to: place });
                }}
                onPointerMove={(event) => {
                  if (drag?.axis === axis.id) setDrag({ ...drag, to: placeAt(event) });
                }}
                onPointerUp={() => {
                  if (drag === null) return;
                  const low = Math.min(drag.from, drag.to);
                  const high = Math.max(drag.from, drag.to);
                  setDrag(null);
                  onBrush(axis.id, high - low < 0.01 ? null : { low, high });
                }}
                onPointerCancel={() => setDrag(null)}
              />
            </g>
          );
        })}
      </svg>
    </div>
  );
}
