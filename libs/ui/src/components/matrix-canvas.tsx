'use client';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { Confusion } from '@bestiary/metrics/confusion';
import { Minus, Plus, Scan } from 'lucide-react';
import { CHART_THEMES, inkOn, type ThemeName } from '../chart-theme.ts';
import { formatCount, formatShare } from '../format.ts';
import { clampView, revealCell, WHOLE_MATRIX, zoomView, type MatrixView } from '../matrix-view.ts';
import type { Normalisation } from '../prepare-confusion.ts';
import { matrixPixels, wholesOf } from '../prepare-matrix.ts';
import { IconButton } from './icon-button.tsx';
import { useWidth } from './use-width.ts';

/** A cell by class: what was predicted, and what it is labelled. */
export interface MatrixCell {
  predicted: number;
  label: number;
}

interface Place {
  row: number;
  column: number;
}

/** Pixels left of and above the cells, for names. */
const GUTTER = 92;
const WIDEST = 760;
/** From this size on (pixels) cells have a name beside their row and column, lines between them, a count in them. */
const NAMES_FROM = 11;
const LINES_FROM = 7;
const COUNTS_FROM = 24;
/** A press that moves further than this (pixels) drags. */
const DRAG_FROM = 4;
const ZOOM_STEP = 1.6;
const WHOLE: Readonly<Record<Normalisation, string>> = {
  all: 'of all images',
  row: 'of what was predicted so',
  column: 'of what is labelled so',
};
const KEY_MOVES: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/**
 * A confusion matrix of many classes as a picture that can be walked through: the pointer or arrow keys read a cell, a click or Enter
 * chooses it, Ctrl and the wheel or + and − zoom, dragging moves.
 */
export function MatrixCanvas({
  confusion,
  classNames,
  order,
  turned,
  normalise,
  theme,
  marked,
  onPick,
}: {
  /** `[predicted][label]` */
  confusion: Confusion;
  classNames: readonly string[];
  /** of the classes along both sides */
  order: readonly number[];
  /** rows are labels and columns predictions */
  turned: boolean;
  normalise: Normalisation;
  theme: ThemeName;
  /** the cell whose images are shown */
  marked: MatrixCell | null;
  onPick: (cell: MatrixCell) => void;
}) {
  const size = order.length;
  const [element, available] = useWidth<HTMLDivElement>(480);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [view, setView] = useState<MatrixView>(WHOLE_MATRIX);
  const [active, setActive] = useState<Place | null>(null);
  const drag = useRef<{ x: number; y: number; view: MatrixView; moved: boolean } | null>(null);
  const side = Math.max(120, Math.min(WIDEST, available) - GUTTER);
  const cellSize = (side / size) * view.zoom;
  const picture = useMemo(
    () => matrixPixels(confusion, order, turned, normalise, theme),
    [confusion, order, turned, normalise, theme],
  );
  const wholeOf = useMemo(() => wholesOf(confusion, normalise), [confusion, normalise]);
  const cellAt = ({ row, column }: Place): MatrixCell =>
    turned
      ? { predicted: order[column]!, label: order[row]! }
      : { predicted: order[row]!, label: order[column]! };
  const placeOf = ({ predicted, label }: MatrixCell): Place => {
    const [down, across] = turned ? [label, predicted] : [predicted, label];
    return { row: order.indexOf(down), column: order.indexOf(across) };
  };
  const countAt = ({ predicted, label }: MatrixCell) => confusion[predicted]?.[label] ?? 0;
  const markedPlace = marked === null ? null : placeOf(marked);

  useEffect(() => {
    const node = canvas.current!;
    const context = node.getContext('2d');
    if (context === null) return;
    const ratio = devicePixelRatio;
    node.width = Math.round((side + GUTTER) * ratio);
    node.height = Math.round((side + GUTTER) * ratio);
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    drawMatrix(context, {
      picture,
      size,
      side,
      view,
      theme,
      font: getComputedStyle(node).fontFamily,
      nameOf: (index) => classNames[order[index]!] ?? String(order[index]),
      countAt: (place) => {
        const [predicted, label] = turned
          ? [order[place.column]!, order[place.row]!]
          : [order[place.row]!, order[place.column]!];
        return confusion[predicted]?.[label] ?? 0;
      },
      active,
      marked: markedPlace,
      titles: turned ? ['label', 'prediction'] : ['prediction', 'label'],
    });
  });

  useEffect(() => {
    const node = canvas.current!;
    // React's own wheel listener is passive and could not keep the page from zooming
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      const box = node.getBoundingClientRect();
      setView((old) =>
        zoomView(old, size, Math.exp(-event.deltaY / 200), {
          row: old.row + ((event.clientY - box.top - GUTTER) / side) * (size / old.zoom),
          column: old.column + ((event.clientX - box.left - GUTTER) / side) * (size / old.zoom),
        }),
      );
    };
    node.addEventListener('wheel', onWheel, { passive: false });
    return () => node.removeEventListener('wheel', onWheel);
  }, [side, size]);

  const placeUnder = (event: PointerEvent<HTMLCanvasElement>): Place | null => {
    const box = event.currentTarget.getBoundingClientRect();
    const row = Math.floor(view.row + (event.clientY - box.top - GUTTER) / cellSize);
    const column = Math.floor(view.column + (event.clientX - box.left - GUTTER) / cellSize);
    const isInside =
      event.clientX - box.left >= GUTTER && event.clientY - box.top >= GUTTER && row < size && column < size;
    return isInside ? { row, column } : null;
  };
  const onPointerMove = (event: PointerEvent<HTMLCanvasElement>) => {
    const start = drag.current;
    if (start !== null) {
      const [x, y] = [event.clientX - start.x, event.clientY - start.y];
      if (!start.moved && Math.hypot(x, y) < DRAG_FROM) return;
      start.moved = true;
      setView(
        clampView(
          {
            zoom: start.view.zoom,
            row: start.view.row - y / cellSize,
            column: start.view.column - x / cellSize,
          },
          size,
        ),
      );
    }
    setActive(placeUnder(event));
  };
  const pick = (place: Place) => {
    if (countAt(cellAt(place)) > 0) onPick(cellAt(place));
  };
  const zoomBy = (factor: number) => {
    const centre = active ?? {
      row: view.row + size / view.zoom / 2,
      column: view.column + size / view.zoom / 2,
    };
    setView(zoomView(view, size, factor, centre));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const place = active ?? markedPlace ?? { row: Math.ceil(view.row), column: Math.ceil(view.column) };
    const move = KEY_MOVES[event.key];
    if (move !== undefined) {
      const step = event.shiftKey ? 10 : 1;
      const clamp = (index: number) => Math.min(size - 1, Math.max(0, index));
      const next =
        active === null
          ? place
          : { row: clamp(place.row + move[0] * step), column: clamp(place.column + move[1] * step) };
      setActive(next);
      setView(revealCell(view, size, next));
    } else if (event.key === 'Enter' || event.key === ' ') pick(place);
    else if (event.key === '+' || event.key === '=') zoomBy(ZOOM_STEP);
    else if (event.key === '-') zoomBy(1 / ZOOM_STEP);
    else if (event.key === '0') setView(WHOLE_MATRIX);
    else return;
    event.preventDefault();
  };

  const read = active === null ? null : cellAt(active);
  return (
    <div ref={element} className="min-w-0">
      <div className="relative mx-auto w-fit">
        <div
          role="application"
          aria-roledescription="confusion matrix"
          aria-label={`Confusion matrix of ${size} classes, rows are ${turned ? 'labels, columns predictions' : 'predictions, columns labels'}. Arrow keys read cells, Enter shows a cell's images, plus and minus zoom.`}
          tabIndex={0}
          onKeyDown={onKeyDown}
          onFocus={() => setActive((old) => old ?? markedPlace)}
        >
          <canvas
            ref={canvas}
            style={{ width: side + GUTTER, height: side + GUTTER }}
            className={view.zoom > 1 ? 'block cursor-grab touch-none' : 'block cursor-crosshair'}
            onPointerDown={(event) => {
              drag.current = { x: event.clientX, y: event.clientY, view, moved: false };
              event.currentTarget.setPointerCapture(event.pointerId);
            }}
            onPointerMove={onPointerMove}
            onPointerUp={(event) => {
              const dragged = drag.current?.moved ?? false;
              drag.current = null;
              const place = placeUnder(event);
              if (!dragged && place !== null) pick(place);
            }}
            onPointerCancel={() => {
              drag.current = null;
            }}
            onPointerLeave={() => setActive(null)}
          />
        </div>
        <div className="absolute top-0 left-0 flex flex-col">
          <IconButton label="Zoom in (+)" onClick={() => zoomBy(ZOOM_STEP)}>
            <Plus aria-hidden size={16} />
          </IconButton>
          <IconButton label="Zoom out (−)" disabled={view.zoom === 1} onClick={() => zoomBy(1 / ZOOM_STEP)}>
            <Minus aria-hidden size={16} />
          </IconButton>
          <IconButton label="Show all (0)" disabled={view.zoom === 1} onClick={() => setView(WHOLE_MATRIX)}>
            <Scan aria-hidden size={16} />
          </IconButton>
        </div>
      </div>
      <p aria-live="polite" className="mt-2 min-h-5 text-center tabular-nums">
        {read === null ? (
          <span className="text-muted">Point at a cell to read it, click to see its images.</span>
        ) : (
          <Reading
            count={countAt(read)}
            whole={wholeOf(read.predicted, read.label)}
            words={WHOLE[normalise]}
            label={classNames[read.label] ?? String(read.label)}
            predicted={classNames[read.predicted] ?? String(read.predicted)}
          />
        )}
      </p>
    </div>
  );
}

function Reading({
  count,
  whole,
  words,
  label,
  predicted,
}: {
  count: number;
  whole: number;
  words: string;
  label: string;
  predicted: string;
}) {
  return (
    <>
      <span className="font-semibold">{formatCount(count)}</span> labelled{' '}
      <span className="font-medium">{label}</span>, predicted <span className="font-medium">{predicted}</span>
      {whole > 0 && (
        <span className="text-muted">
          {' '}
          ({formatShare(count / whole)} {words})
        </span>
      )}
    </>
  );
}

function drawMatrix(
  context: CanvasRenderingContext2D,
  {
    picture,
    size,
    side,
    view,
    theme,
    font,
    nameOf,
    countAt,
    active,
    marked,
    titles,
  }: {
    picture: Uint8ClampedArray<ArrayBuffer>;
    size: number;
    side: number;
    view: MatrixView;
    theme: ThemeName;
    font: string;
    nameOf: (index: number) => string;
    countAt: (place: Place) => number;
    active: Place | null;
    marked: Place | null;
    titles: readonly [string, string];
  },
): void {
  const colours = CHART_THEMES[theme];
  const shown = size / view.zoom;
  const cell = side / shown;
  const first = { row: Math.floor(view.row), column: Math.floor(view.column) };
  const x = (column: number) => GUTTER + (column - view.column) * cell;
  const y = (row: number) => GUTTER + (row - view.row) * cell;
  context.clearRect(0, 0, side + GUTTER, side + GUTTER);

  const source = new OffscreenCanvas(size, size);
  source.getContext('2d')!.putImageData(new ImageData(picture, size, size), 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(source, view.column, view.row, shown, shown, GUTTER, GUTTER, side, side);

  context.save();
  context.beginPath();
  context.rect(GUTTER, GUTTER, side, side);
  context.clip();
  if (cell >= LINES_FROM) {
    context.strokeStyle = colours.background;
    context.lineWidth = 1;
    context.beginPath();
    for (let i = 0; i <= Math.ceil(shown) + 1; i++) {
      context.moveTo(x(first.column + i), GUTTER);
      context.lineTo(x(first.column + i), GUTTER + side);
      context.moveTo(GUTTER, y(first.row + i));
      context.lineTo(GUTTER + side, y(first.row + i));
    }
    context.stroke();
  }
  if (cell >= COUNTS_FROM) {
    context.font = `${Math.min(13, cell / 2.6)}px ${font}`;
    context.textAlign = 'center';
    context.textBaseline = 'middle';
    for (let row = first.row; row < Math.min(size, first.row + shown + 1); row++) {
      for (let column = first.column; column < Math.min(size, first.column + shown + 1); column++) {
        const count = countAt({ row, column });
        if (count === 0) continue;
        context.fillStyle = inkOn(hexAt(picture, row * size + column));
        context.fillText(formatCount(count), x(column + 0.5), y(row + 0.5));
      }
    }
  }
  if (active !== null) {
    context.fillStyle = `${colours.text}1f`;
    context.fillRect(GUTTER, y(active.row), side, cell);
    context.fillRect(x(active.column), GUTTER, cell, side);
    frame(context, x(active.column), y(active.row), cell, colours.text, 1.5);
  }
  if (marked !== null) frame(context, x(marked.column), y(marked.row), cell, colours.text, 2.5);
  context.restore();

  context.strokeStyle = colours.grid;
  context.lineWidth = 1;
  context.strokeRect(GUTTER + 0.5, GUTTER + 0.5, side - 1, side - 1);
  drawNames(context, { size, side, shown, cell, first, x, y, colours, font, nameOf, active, titles });
}

function drawNames(
  context: CanvasRenderingContext2D,
  {
    size,
    side,
    shown,
    cell,
    first,
    x,
    y,
    colours,
    font,
    nameOf,
    active,
    titles,
  }: {
    size: number;
    side: number;
    shown: number;
    cell: number;
    first: Place;
    x: (column: number) => number;
    y: (row: number) => number;
    colours: (typeof CHART_THEMES)[ThemeName];
    font: string;
    nameOf: (index: number) => string;
    active: Place | null;
    titles: readonly [string, string];
  },
): void {
  const write = (index: number, isColumn: boolean, isActive: boolean) => {
    const at = isColumn ? x(index + 0.5) : y(index + 0.5);
    if (at < GUTTER || at > GUTTER + side) return;
    context.fillStyle = isActive ? colours.text : colours.mutedText;
    context.font = `${isActive ? '600 ' : ''}11px ${font}`;
    context.save();
    if (isColumn) {
      context.translate(at, GUTTER - 6);
      context.rotate(-Math.PI / 2);
      context.textAlign = 'left';
    } else {
      context.translate(GUTTER - 6, at);
      context.textAlign = 'right';
    }
    context.textBaseline = 'middle';
    context.fillText(shortened(context, nameOf(index), GUTTER - 12), 0, 0);
    context.restore();
  };
  if (cell >= NAMES_FROM) {
    for (let i = 0; i <= shown; i++) {
      if (first.row + i < size && first.row + i !== active?.row) write(first.row + i, false, false);
      if (first.column + i < size && first.column + i !== active?.column)
        write(first.column + i, true, false);
    }
  } else {
    context.fillStyle = colours.mutedText;
    context.font = `11px ${font}`;
    if (active === null) {
      context.textAlign = 'center';
      context.textBaseline = 'alphabetic';
      context.fillText(`${titles[1]} →`, GUTTER + side / 2, GUTTER - 10);
      context.save();
      context.translate(GUTTER - 12, GUTTER + side / 2);
      context.rotate(-Math.PI / 2);
      context.fillText(`← ${titles[0]}`, 0, 0);
      context.restore();
    }
  }
  if (active !== null) {
    write(active.row, false, true);
    write(active.column, true, true);
  }
}

function frame(
  context: CanvasRenderingContext2D,
  left: number,
  top: number,
  cell: number,
  colour: string,
  width: number,
): void {
  const spread = cell < 8 ? 3 : 0;
  context.strokeStyle = colour;
  context.lineWidth = width;
  context.strokeRect(left - spread, top - spread, cell + 2 * spread, cell + 2 * spread);
}

function hexAt(picture: Uint8ClampedArray, index: number): string {
  const channels = picture.subarray(index * 4, index * 4 + 3);
  return `#${Array.from(channels, (channel) => channel.toString(16).padStart(2, '0')).join('')}`;
}

function shortened(context: CanvasRenderingContext2D, name: string, width: number): string {
  if (context.measureText(name).width <= width) return name;
  let end = name.length;
  while (end > 1 && context.measureText(`${name.slice(0, end)}…`).width > width) end -= 1;
  return `${name.slice(0, end)}…`;
}
