'use client';
import { Notice } from '@bestiary/ui/components/notice';
import { OverlayChart, overlayPicture } from '@bestiary/ui/components/overlay-chart';
import type { Crosshair } from '@bestiary/ui/crosshair';
import { toCsv, type CsvCell } from '@bestiary/ui/csv';
import { describeGaps, gapsOf } from '@bestiary/ui/curve';
import type { Overlay } from '@bestiary/ui/prepare-overlay';
import { ChartPanel } from '../charts/chart-panel.tsx';

const HEIGHT = 280;
/** Of an exported picture, in pixels of the SVG. */
const PICTURE = { width: 960, height: 480 };

/** One metric of all runs, with what can be done with the chart. */
export function MetricChart({
  metric,
  overlay,
  crosshair,
  onZoom,
}: {
  metric: string;
  overlay: Overlay;
  crosshair: Crosshair;
  onZoom: (range: [number, number] | null) => void;
}) {
  const { curves, stepName, firstStep, axis } = overlay;
  const gaps = describeGaps(
    gapsOf(curves.map(({ name, x, values }) => ({ name, steps: x, values }))),
    axis === 'step' ? { stepName, firstStep } : undefined,
  );
  return (
    <ChartPanel
      title={metric}
      part="curves"
      own={{ metrics: metric }}
      picture={() => overlayPicture(overlay, PICTURE.width, PICTURE.height)}
      legend={curves}
      csv={() => csvOf(overlay)}
    >
      {curves.length === 0 ? (
        <Notice title={`None of the runs drawn has logged ${metric}`} />
      ) : (
        <OverlayChart label={metric} height={HEIGHT} crosshair={crosshair} onZoom={onZoom} {...overlay} />
      )}
      {gaps !== null && axis === 'step' && overlay.curves.every(({ band }) => band === undefined) && (
        <p className="mt-1 text-xs text-warn">{gaps}</p>
      )}
    </ChartPanel>
  );
}

/** Every point drawn, one a row. */
function csvOf({ curves, axis, stepName, firstStep }: Overlay): string {
  const place = axis === 'step' ? stepName : axis === 'relative' ? 'seconds' : 'time';
  const grouped = curves.some(({ band }) => band !== undefined);
  const placeOf = (x: number): CsvCell =>
    axis === 'wall' ? new Date(x).toISOString() : axis === 'step' ? x + firstStep : x;
  return toCsv(
    ['curve', 'id', place, 'value', ...(grouped ? ['standard deviation', 'n'] : [])],
    curves.flatMap(({ id, name, x, values, band }) =>
      x.map((each, i): CsvCell[] => [
        name,
        id,
        placeOf(each),
        values[i],
        ...(grouped ? [band?.deviation[i], band?.n[i]] : []),
      ]),
    ),
  );
}
