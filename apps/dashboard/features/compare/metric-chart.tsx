'use client';
import { ExportMenu } from '@bestiary/ui/components/export-menu';
import { Notice } from '@bestiary/ui/components/notice';
import { OverlayChart, overlaySvg } from '@bestiary/ui/components/overlay-chart';
import { Panel } from '@bestiary/ui/components/panel';
import type { Crosshair } from '@bestiary/ui/crosshair';
import { toCsv, type CsvCell } from '@bestiary/ui/csv';
import { describeGaps, gapsOf } from '@bestiary/ui/curve';
import type { Overlay } from '@bestiary/ui/prepare-overlay';

const HEIGHT = 280;
/** Of an exported picture, in pixels of the SVG. */
const PICTURE = { width: 960, height: 480 };

/** One metric of all runs, with what can be done with the chart. */
export function MetricChart({
  metric,
  overlay,
  crosshair,
  background,
  onZoom,
}: {
  metric: string;
  overlay: Overlay;
  crosshair: Crosshair;
  background: string;
  onZoom: (range: [number, number] | null) => void;
}) {
  const { curves, stepName, firstStep, axis } = overlay;
  const gaps = describeGaps(
    gapsOf(curves.map(({ name, x, values }) => ({ name, steps: x, values }))),
    axis === 'step' ? { stepName, firstStep } : undefined,
  );
  return (
    <Panel
      title={metric}
      aside={
        <ExportMenu
          name={metric}
          picture={() => ({
            svg: withLegend(overlaySvg(overlay, PICTURE.width, PICTURE.height), overlay, background),
            ...pictureSize(overlay),
          })}
          csv={() => csvOf(overlay)}
        />
      }
    >
      {curves.length === 0 ? (
        <Notice title={`None of the runs drawn has logged ${metric}`} />
      ) : (
        <OverlayChart label={metric} height={HEIGHT} crosshair={crosshair} onZoom={onZoom} {...overlay} />
      )}
      {gaps !== null && axis === 'step' && overlay.curves.every(({ band }) => band === undefined) && (
        <p className="mt-1 text-xs text-warn">{gaps}</p>
      )}
    </Panel>
  );
}

const LEGEND_ROW = 18;
const LEGEND_COLUMNS = 2;

function pictureSize({ curves }: Overlay) {
  return {
    width: PICTURE.width,
    height: PICTURE.height + Math.ceil(curves.length / LEGEND_COLUMNS) * LEGEND_ROW + 12,
  };
}

/** The picture with its own background, and the names of its lines below: a file has no page around it. */
function withLegend(svg: string, overlay: Overlay, background: string): string {
  const { width, height } = pictureSize(overlay);
  const inner = svg.replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '');
  const ink = overlay.theme === 'light' ? '#1d211f' : '#e9ece8';
  const rows = overlay.curves.map(({ name, colour, dash }, i) => {
    const x = 16 + (i % LEGEND_COLUMNS) * (width / LEGEND_COLUMNS);
    const y = PICTURE.height + 10 + Math.floor(i / LEGEND_COLUMNS) * LEGEND_ROW;
    return (
      `<path d="M${x} ${y}h24" stroke="${colour}" stroke-width="3" stroke-dasharray="${dash.join(' ')}"/>` +
      `<text x="${x + 32}" y="${y + 4}" font-size="12" fill="${ink}">${escapeXml(name)}</text>`
    );
  });
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="system-ui, sans-serif"><rect width="100%" height="100%" fill="${background}"/>` +
    `${inner}${rows.join('')}</svg>`
  );
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
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
