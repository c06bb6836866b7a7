'use client';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { ECharts } from 'echarts/core';
import type { Crosshair } from '../crosshair.ts';
import { curvesAt, nearestPlace, nextPlace } from '../curves-at.ts';
import { echarts } from '../echarts-overlay-parts.ts';
import { echartsPicture } from '../echarts-picture.ts';
import { formatMetric } from '../format.ts';
import type { Picture } from '../picture.ts';
import { placeWords, prepareOverlay, type Overlay } from '../prepare-overlay.ts';
import { OverlayCrosshair, type PixelScale } from './overlay-crosshair.tsx';

/** A drag shorter than this (pixels) is a click. */
const LEAST_DRAG = 6;
/** What one notch of the wheel makes of the range. */
const WHEEL_FACTOR = 1.25;
/** More curves than this are not read out one by one. */
const READ_OUT = 8;

/**
 * Many lines over one axis. Drag or Ctrl + wheel zooms, a double click shows all; arrow keys walk the crosshair.
 *
 * @param label what is drawn: `val_loss`
 * @param height pixels
 * @param crosshair shared with other charts of the same axis
 * @param onZoom is told the range in the axis' unit, or `null` for all
 */
export function OverlayChart({
  label,
  height,
  crosshair,
  onZoom,
  ...overlay
}: Overlay & {
  label: string;
  height: number;
  crosshair: Crosshair;
  onZoom: (range: [number, number] | null) => void;
}) {
  const element = useRef<HTMLDivElement>(null);
  const chart = useRef<ECharts>(null);
  const [scale, setScale] = useState<PixelScale | null>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const shift = overlay.axis === 'step' ? overlay.firstStep : 0;
  const { curves, range } = overlay;

  useEffect(() => {
    const node = element.current!;
    const made = echarts.init(node, null, { renderer: 'canvas' });
    chart.current = made;
    const measure = () => setScale(scaleOf(made));
    made.on('finished', measure);
    const observer = new ResizeObserver(() => {
      made.resize();
      measure();
    });
    observer.observe(node);
    return () => {
      observer.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);

  const option = prepareOverlay(overlay);
  const { theme, axis, logX, logY, emphasised, stepName, firstStep } = overlay;
  useEffect(() => {
    chart.current?.setOption(option, { notMerge: true, lazyUpdate: true });
    // the option is made of these alone
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [curves, theme, axis, logX, logY, emphasised, stepName, firstStep, range?.[0], range?.[1]]);

  const zoomAround = useRef<(pixel: number, factor: number) => void>(() => undefined);
  useEffect(() => {
    zoomAround.current = (pixel, factor) => {
      if (chart.current === null) return;
      const [low, high] = shownRange(chart.current, shift);
      const at = valueAt(chart.current, pixel, shift);
      onZoom([at - (at - low) * factor, at + (high - at) * factor]);
    };
  });
  useEffect(() => {
    const node = element.current!;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return; // the page scrolls
      event.preventDefault();
      zoomAround.current(event.offsetX, event.deltaY > 0 ? WHEEL_FACTOR : 1 / WHEEL_FACTOR);
    };
    node.addEventListener('wheel', onWheel, { passive: false });
    return () => node.removeEventListener('wheel', onWheel);
  }, []);

  const pixelOf = (event: PointerEvent<HTMLElement>) =>
    event.clientX - event.currentTarget.getBoundingClientRect().left;
  const onMove = (event: PointerEvent<HTMLElement>) => {
    if (chart.current === null) return;
    const pixel = pixelOf(event);
    if (drag !== null) setDrag({ ...drag, to: pixel });
    const x = nearestPlace(curves, valueAt(chart.current, pixel, shift));
    crosshair.move(x === undefined ? null : { x, chart: label });
  };
  const onUp = () => {
    if (drag === null || chart.current === null) return;
    setDrag(null);
    if (Math.abs(drag.to - drag.from) < LEAST_DRAG) return;
    const ends = [drag.from, drag.to].map((pixel) => valueAt(chart.current!, pixel, shift));
    onZoom([Math.min(...ends), Math.max(...ends)]);
  };
  const onKey = (event: KeyboardEvent<HTMLElement>) => {
    const place = crosshair.place()?.x;
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      const direction = event.key === 'ArrowRight' ? 1 : -1;
      const start = direction === 1 ? -Infinity : Infinity;
      const x = nextPlace(curves, place ?? start, direction);
      if (Number.isFinite(x)) crosshair.move({ x, chart: label });
    } else if ((event.key === '+' || event.key === '-') && chart.current !== null) {
      const [low, high] = shownRange(chart.current, shift);
      const at = place ?? (low + high) / 2;
      const factor = event.key === '-' ? WHEEL_FACTOR : 1 / WHEEL_FACTOR;
      onZoom([at - (at - low) * factor, at + (high - at) * factor]);
    } else if (event.key === '0') onZoom(null);
    else if (event.key === 'Escape') crosshair.move(null);
    else return;
    event.preventDefault();
  };

  return (
    <div
      tabIndex={0}
      role="application"
      aria-roledescription="chart"
      aria-label={`${label}: arrow keys read values, + and − zoom, 0 shows all`}
      className="relative touch-pan-y select-none"
      onPointerMove={onMove}
      onPointerLeave={() => {
        if (drag === null) crosshair.move(null);
      }}
      onPointerDown={(event) => {
        if (event.button !== 0 || event.pointerType === 'touch') return;
        event.currentTarget.setPointerCapture(event.pointerId);
        const pixel = pixelOf(event);
        setDrag({ from: pixel, to: pixel });
      }}
      onPointerUp={onUp}
      onPointerCancel={() => setDrag(null)}
      onDoubleClick={() => onZoom(null)}
      onKeyDown={onKey}
      onBlur={() => crosshair.move(null)}
    >
      <div
        ref={element}
        role="img"
        aria-label={`${label}: ${wordsOf(overlay)}`}
        style={{ height }}
        className="w-full overflow-hidden"
      />
      {drag !== null && Math.abs(drag.to - drag.from) >= LEAST_DRAG && (
        <div
          aria-hidden
          className="pointer-events-none absolute top-2 bottom-6 border-x border-accent bg-accent/15"
          style={{ left: Math.min(drag.from, drag.to), width: Math.abs(drag.to - drag.from) }}
        />
      )}
      {scale !== null && drag === null && (
        <OverlayCrosshair crosshair={crosshair} chart={label} scale={scale} overlay={overlay} />
      )}
    </div>
  );
}

/** The chart as a picture, as large as it is said (pixels). */
export function overlayPicture(overlay: Overlay, width: number, height: number): Picture {
  return echartsPicture(prepareOverlay(overlay), width, height, overlay.theme);
}

function scaleOf(chart: ECharts): PixelScale | null {
  const box = chart.getWidth() === 0 ? undefined : shownPixels(chart);
  return box === undefined ? null : { ...box, pixelOf: (x) => chart.convertToPixel({ xAxisIndex: 0 }, x) };
}

/** The plot's left and right edge in pixels. */
function shownPixels(chart: ECharts): { left: number; right: number } | undefined {
  const model = (
    chart as unknown as {
      getModel: () => {
        getComponent: (name: string) => {
          coordinateSystem?: { getRect: () => { x: number; width: number } };
        };
      };
    }
  )
    .getModel()
    ?.getComponent('grid');
  const rect = model?.coordinateSystem?.getRect();
  return rect === undefined ? undefined : { left: rect.x, right: rect.x + rect.width };
}

function valueAt(chart: ECharts, pixel: number, shift: number): number {
  return chart.convertFromPixel({ xAxisIndex: 0 }, pixel) - shift;
}

function shownRange(chart: ECharts, shift: number): [number, number] {
  const { left, right } = shownPixels(chart)!;
  return [valueAt(chart, left, shift), valueAt(chart, right, shift)];
}

function wordsOf(overlay: Overlay): string {
  const { curves } = overlay;
  if (curves.length === 0) return 'no points yet';
  if (curves.length <= READ_OUT) {
    return curves
      .map(
        ({ name, values }) => `${name} ${formatMetric(values.at(-1) ?? NaN)} after ${values.length} points`,
      )
      .join('; ');
  }
  const ends = curvesAt(curves, Math.max(...curves.map(({ x }) => x.at(-1) ?? -Infinity)));
  const [first] = ends;
  return (
    `${curves.length} curves` +
    (first === undefined
      ? ''
      : `; at ${placeWords(first.x, overlay)} the greatest is ${first.curve.name} ${formatMetric(first.value)}`)
  );
}
