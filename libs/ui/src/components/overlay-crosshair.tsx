'use client';
import { useSyncExternalStore } from 'react';
import type { Crosshair } from '../crosshair.ts';
import { curvesAt } from '../curves-at.ts';
import { formatMetric } from '../format.ts';
import { placeWords, type Overlay } from '../prepare-overlay.ts';
import { LineSwatch } from './line-swatch.tsx';

/** Where the axis is on the screen, in pixels of the chart. */
export interface PixelScale {
  left: number;
  right: number;
  pixelOf: (x: number) => number;
}

/** So many curves are read at once: those nearest the top. */
const MOST_ROWS = 14;

/** The line at the crosshair's place, and in the chart that it is led from what the curves say there. */
export function OverlayCrosshair({
  crosshair,
  chart,
  scale,
  overlay,
}: {
  crosshair: Crosshair;
  chart: string;
  scale: PixelScale;
  overlay: Overlay;
}) {
  const place = useSyncExternalStore(crosshair.subscribe, crosshair.place, () => null);
  if (place === null) return null;
  const pixel = scale.pixelOf(place.x + (overlay.axis === 'step' ? overlay.firstStep : 0));
  if (!(pixel >= scale.left - 1 && pixel <= scale.right + 1)) return null;
  const isLed = place.chart === chart;
  const onLeft = pixel > (scale.left + scale.right) / 2;
  const readings = isLed ? curvesAt(overlay.curves, place.x) : [];
  return (
    <>
      <div
        aria-hidden
        className="pointer-events-none absolute top-2 bottom-6 w-px bg-muted"
        style={{ left: pixel }}
      />
      {isLed && (
        <div
          role="status"
          className="pointer-events-none absolute top-1 z-20 max-w-[min(22rem,calc(100%-2rem))] rounded-md border border-line-strong bg-panel px-2.5 py-1.5 text-xs shadow-lg"
          style={onLeft ? { right: `calc(100% - ${pixel - 12}px)` } : { left: pixel + 12 }}
        >
          <p className="mb-1 text-muted tabular-nums">{placeWords(place.x, overlay)}</p>
          <table className="w-full">
            <tbody>
              {readings.slice(0, MOST_ROWS).map(({ curve, value, deviation, n }) => (
                <tr key={curve.id}>
                  <td className="pr-1.5">
                    <LineSwatch colour={curve.colour} dash={curve.dash} />
                  </td>
                  <th scope="row" className="max-w-44 truncate text-left font-normal">
                    {curve.name}
                  </th>
                  <td className="pl-3 text-right font-medium whitespace-nowrap tabular-nums">
                    {formatMetric(value)}
                    {n !== null && (
                      <span className="font-normal text-muted">
                        {Number.isFinite(deviation) && ` ± ${formatMetric(deviation)}`} n {n}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {readings.length > MOST_ROWS && (
            <p className="mt-1 text-muted">and {readings.length - MOST_ROWS} more below</p>
          )}
        </div>
      )}
    </>
  );
}
