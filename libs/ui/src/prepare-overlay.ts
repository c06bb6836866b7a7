import type { CurveAxis } from '@bestiary/contracts/curve';
import type { EChartsCoreOption } from 'echarts/core';
import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { formatDuration, formatMoment, formatShort } from './format.ts';

/** One line of an overlay: of a run, or the mean of a group. Columns of one length, `x` rising; gaps are not finite. */
export interface OverlayCurve {
  id: string;
  name: string;
  /** `#rrggbb` */
  colour: string;
  /** lengths of dash and gap in pixels; none: solid */
  dash: readonly number[];
  x: readonly number[];
  values: readonly number[];
  /** the line before it was smoothed, faint behind it */
  raw?: { x: readonly number[]; values: readonly number[] };
  /** of a group's mean, in columns beside `x`; a deviation that is NaN is not drawn */
  band?: { deviation: readonly number[]; n: readonly number[] };
}

export interface Overlay {
  curves: readonly OverlayCurve[];
  theme: ThemeName;
  axis: CurveAxis;
  /** what steps are called: `epoch` */
  stepName: string;
  /** shown for step 0 */
  firstStep: number;
  logX: boolean;
  logY: boolean;
  /** the part that is drawn, in the axis' unit; `null`: all */
  range: readonly [number, number] | null;
  /** the curve that stands out; `null`: all alike */
  emphasised: string | null;
}

/** With more points than this the start and end of a line are not marked. */
const MARK_UP_TO = 12;
/** On a logarithmic axis what is not above 0 is a gap. */
const drawable = (value: number, logarithmic: boolean) =>
  Number.isFinite(value) && (!logarithmic || value > 0);

/** Chart options of an overlay. The crosshair and its words are drawn above the chart, not by it. */
export function prepareOverlay(overlay: Overlay): EChartsCoreOption {
  const { curves, theme, axis, logX, logY, range, emphasised, firstStep } = overlay;
  const colours = CHART_THEMES[theme];
  const shift = axis === 'step' ? firstStep : 0;
  const points = (x: readonly number[], values: readonly number[]) =>
    x.flatMap((place, i) =>
      logX && place + shift <= 0 ? [] : [[place + shift, drawable(values[i]!, logY) ? values[i]! : null]],
    );
  const width = curves.length > 20 ? 1 : curves.length > 8 ? 1.5 : 2;
  const line = (curve: OverlayCurve, raw: boolean) => {
    const columns = raw ? curve.raw! : curve;
    const dimmed = emphasised !== null && emphasised !== curve.id;
    return {
      type: 'line',
      id: raw ? `${curve.id} raw` : curve.id,
      name: curve.name,
      data: points(columns.x, columns.values),
      showSymbol: !raw && columns.x.length <= MARK_UP_TO,
      symbol: 'circle',
      symbolSize: columns.x.length === 1 ? 7 : 4,
      silent: true,
      color: curve.colour,
      lineStyle: {
        color: curve.colour,
        width: raw ? 1 : emphasised === curve.id ? width + 1 : width,
        type: curve.dash.length === 0 ? 'solid' : [...curve.dash],
        opacity: (raw ? 0.25 : 1) * (dimmed ? 0.15 : 1),
      },
      itemStyle: { opacity: dimmed ? 0.15 : 1 },
      z: emphasised === curve.id ? 4 : raw ? 2 : 3,
    };
  };
  return {
    backgroundColor: 'transparent',
    animation: false,
    textStyle: { fontFamily: FONT, color: colours.text },
    grid: {
      left: 4,
      right: 12,
      top: 10,
      bottom: 22,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    xAxis: {
      type: axis === 'wall' ? 'time' : logX ? 'log' : 'value',
      name: axisTitle(overlay),
      nameLocation: 'middle',
      nameGap: 22,
      nameTextStyle: { color: colours.mutedText, fontSize: 11 },
      min: range === null ? 'dataMin' : range[0] + shift,
      max: range === null ? 'dataMax' : range[1] + shift,
      ...(axis === 'step' && !logX ? { minInterval: 1 } : {}),
      axisLine: { lineStyle: { color: colours.grid } },
      axisTick: { show: false },
      axisLabel: {
        color: colours.mutedText,
        fontSize: 11,
        hideOverlap: true,
        showMinLabel: true,
        ...(axis === 'relative' ? { formatter: (seconds: number) => formatDuration(seconds * 1_000) } : {}),
        ...(axis === 'step' ? { formatter: (step: number) => formatShort(step, 7) } : {}),
      },
      splitLine: { show: false },
    },
    yAxis: {
      type: logY ? 'log' : 'value',
      scale: true,
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: {
        color: colours.mutedText,
        fontSize: 11,
        formatter: (value: number) => formatShort(value, 4),
      },
      splitLine: { lineStyle: { color: colours.grid } },
    },
    series: [
      ...curves.flatMap((curve) => (curve.band ? [bandSeries(curve, shift, overlay)] : [])),
      ...curves.flatMap((curve) => (curve.raw ? [line(curve, true)] : [])),
      ...curves.map((curve) => line(curve, false)),
    ],
  };
}

const FONT = `'Inter Variable', system-ui, -apple-system, 'Segoe UI', sans-serif`;

/** What stands below the axis. */
export function axisTitle({ axis, stepName }: Pick<Overlay, 'axis' | 'stepName'>): string {
  return { step: stepName, relative: 'time since the run began', wall: 'time' }[axis];
}

/** A place on the axis in words, with what is counted from `firstStep`. */
export function placeWords(x: number, { axis, stepName, firstStep }: Omit<Overlay, 'curves'>): string {
  if (axis === 'step') return `${stepName} ${formatShort(Number((x + firstStep).toFixed(2)), 8)}`;
  return axis === 'relative' ? `after ${formatDuration(x * 1_000)}` : formatMoment(x);
}

/** The corners of each stretch where the deviation is known, upper edge forth and lower edge back. */
export function bandOutlines(curve: OverlayCurve, logY: boolean): [x: number, y: number][][] {
  const outlines: [number, number][][] = [];
  let upper: [number, number][] = [];
  let lower: [number, number][] = [];
  const close = () => {
    if (upper.length > 1) outlines.push([...upper, ...lower.reverse()]);
    upper = [];
    lower = [];
  };
  curve.x.forEach((x, i) => {
    const deviation = curve.band?.deviation[i] ?? NaN;
    const mean = curve.values[i]!;
    if (!Number.isFinite(deviation) || !Number.isFinite(mean) || (logY && mean + deviation <= 0))
      return close();
    upper.push([x, mean + deviation]);
    // a logarithmic axis has no 0: what reaches below it ends at a thousandth of the mean
    lower.push([x, logY && mean - deviation <= 0 ? mean / 1_000 : mean - deviation]);
  });
  close();
  return outlines;
}

interface CustomApi {
  coord: (point: [number, number]) => number[];
}

function bandSeries(curve: OverlayCurve, shift: number, { logX, logY, emphasised }: Overlay) {
  const outlines = bandOutlines(curve, logY).map((outline) =>
    outline.flatMap(([x, y]): [number, number][] => (logX && x + shift <= 0 ? [] : [[x + shift, y]])),
  );
  return {
    type: 'custom',
    id: `${curve.id} band`,
    silent: true,
    clip: true,
    z: 1,
    // the extremes, so that the axis has room for the band
    data: outlines.map((outline, i) => [outline[0]?.[0] ?? 0, ...extent(outline), i]),
    encode: { x: 0, y: [1, 2] },
    renderItem: (params: { dataIndex: number }, api: CustomApi) => ({
      type: 'polygon',
      shape: { points: outlines[params.dataIndex]!.map((point) => api.coord(point)) },
      style: { fill: curve.colour, opacity: emphasised === null || emphasised === curve.id ? 0.16 : 0.04 },
    }),
  };
}

function extent(outline: readonly [number, number][]): [number, number] {
  const values = outline.map(([, y]) => y);
  return [Math.min(...values), Math.max(...values)];
}
