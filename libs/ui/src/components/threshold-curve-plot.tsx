'use client';
import { useMemo, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { curvePath, nearestPoint, pointAt, type ThresholdCurve } from '../threshold-curve.ts';
import { UnitAxes, unitScale } from './unit-plot.tsx';
import { useWidth } from './use-width.ts';

/** How far keys move along the curve (points). */
const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowUp: 1,
  ArrowLeft: -1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
};

/**
 * A curve over thresholds with the present one marked. A click, or Enter, chooses a point; arrow keys move along the curve; to a screen
 * reader it is a slider.
 *
 * @param describe the words of a point
 */
export function ThresholdCurvePlot({
  label,
  xTitle,
  yTitle,
  curve,
  present,
  reference,
  describe,
  onMove,
  onPick,
  height = 300,
}: {
  label: string;
  xTitle: string;
  yTitle: string;
  curve: ThresholdCurve;
  /** the place that is marked, on the curve or between two of its points; `null`: none */
  present: { x: number; y: number; threshold: number } | null;
  /** what knowing nothing would give: the rising diagonal, or a height */
  reference: 'diagonal' | number;
  describe: (x: number, y: number, threshold: number) => string;
  onMove: (threshold: number) => void;
  onPick: (threshold: number) => void;
  height?: number;
}) {
  const [element, width] = useWidth<HTMLDivElement>(360);
  const [hovered, setHovered] = useState<number | null>(null);
  const scale = useMemo(() => unitScale(width, height), [width, height]);
  const path = useMemo(() => curvePath(curve, scale.x, scale.y), [curve, scale]);
  const at = present === null ? -1 : pointAt(curve, present.threshold);
  const last = curve.xs.length - 1;
  const wordsOf = (point: number) =>
    describe(curve.xs[point] ?? NaN, curve.ys[point] ?? NaN, curve.thresholds[point] ?? NaN);
  const presentWords = present === null ? null : describe(present.x, present.y, present.threshold);
  const pointUnder = (event: PointerEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const { x, y } = scale.valueAt(event.clientX - box.left, event.clientY - box.top);
    return nearestPoint(curve, x, y);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && present !== null) onPick(present.threshold);
    else {
      const step = KEY_STEPS[event.key];
      const to = step !== undefined ? at + step : { Home: 0, End: last }[event.key];
      if (to === undefined) return;
      const threshold = curve.thresholds[Math.min(last, Math.max(0, to))];
      if (threshold !== undefined) onMove(threshold);
    }
    event.preventDefault();
  };
  const onPointerUp = (event: PointerEvent<HTMLDivElement>) => {
    const threshold = curve.thresholds[pointUnder(event)];
    if (threshold !== undefined) onPick(threshold);
  };
  const floor = reference === 'diagonal' ? 0 : reference;
  const ceiling = reference === 'diagonal' ? 1 : reference;
  return (
    <div>
      <div
        ref={element}
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={Math.max(0, at)}
        aria-valuetext={presentWords ?? 'no point chosen'}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => setHovered(pointUnder(event))}
        onPointerLeave={() => setHovered(null)}
        onPointerUp={onPointerUp}
        className="cursor-crosshair touch-pan-y select-none"
        style={{ height }}
      >
        <svg data-chart width={width} height={height} aria-hidden className="block overflow-visible">
          <UnitAxes scale={scale} xTitle={xTitle} yTitle={yTitle}>
            <path
              d={`M${scale.x(0)} ${scale.y(floor)}L${scale.x(1)} ${scale.y(ceiling)}`}
              className="stroke-line-strong"
              strokeDasharray="4 4"
            />
            <path d={path} fill="none" strokeWidth={2} strokeLinejoin="round" className="stroke-accent" />
            {hovered !== null && hovered >= 0 && (
              <Mark
                scale={scale}
                x={curve.xs[hovered]}
                y={curve.ys[hovered]}
                className="fill-panel stroke-muted"
              />
            )}
            <Mark scale={scale} x={present?.x} y={present?.y} className="fill-accent stroke-panel" />
          </UnitAxes>
        </svg>
      </div>
      <p className="mt-1 min-h-8 text-xs text-muted tabular-nums">
        {hovered !== null && hovered >= 0
          ? wordsOf(hovered)
          : (presentWords ?? 'Point at the curve to read it, click to see the images.')}
      </p>
    </div>
  );
}

function Mark({
  scale,
  x,
  y,
  className,
}: {
  scale: ReturnType<typeof unitScale>;
  x: number | undefined;
  y: number | undefined;
  className: string;
}) {
  if (x === undefined || y === undefined || Number.isNaN(x) || Number.isNaN(y)) return null;
  return <circle cx={scale.x(x)} cy={scale.y(y)} r={6} strokeWidth={2} className={className} />;
}
