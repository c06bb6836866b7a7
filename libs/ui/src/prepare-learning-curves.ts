import type { EChartsCoreOption } from 'echarts/core';
import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { toCsv } from './csv.ts';
import { smoothCurve, type Curve } from './curve.ts';
import { formatMetric } from './format.ts';

/** A curve with its looks. */
export interface StyledCurve extends Curve {
  colour: string;
  dashed?: boolean;
  /** drawn thin behind the others, without a word of its own */
  faint?: boolean;
}

export interface CurvesChart {
  curves: readonly StyledCurve[];
  theme: ThemeName;
  /** what the steps are: `epoch` */
  stepName?: string;
  /** the step that the run is going to end with: its curves keep room up to there; left out: the last point */
  lastStep?: number;
  /** limits of the vertical axis; left out: from the data */
  min?: number;
  max?: number;
  /** logarithmic vertical axis; values ≤ 0 become gaps */
  logarithmic?: boolean;
  /** 0 to below 1, see `smoothCurve`; the raw line stays visible behind the smoothed one */
  smoothing?: number;
  /** number shown for step 0; epochs are counted from 1 by people and from 0 on the wire */
  firstStep?: number;
  /** whether new points move into place; off for pictures and for people who ask for less motion */
  animation?: boolean;
}

/** The two curves of one metric, `loss` and `val_loss`: training dashed, validation solid; folds faint behind the validation's. */
export function styleSplits(
  training: Curve | undefined,
  validation: Curve | undefined,
  theme: ThemeName,
  folds: readonly Curve[] = [],
): StyledCurve[] {
  const colours = CHART_THEMES[theme];
  return [
    ...folds.map((curve) => ({ ...curve, colour: colours.validation, faint: true })),
    ...(training ? [{ ...training, colour: colours.training, dashed: true }] : []),
    ...(validation ? [{ ...validation, colour: colours.validation }] : []),
  ];
}

/** A line that ends in the middle of nowhere is invisible with one point; then and for few points each is marked. */
const MARK_UP_TO = 12;

/**
 * Chart options for lines over steps. A value that is NaN or infinite (or ≤ 0 on a logarithmic axis) is a gap in its
 * line, never an interpolation.
 */
export function prepareCurves(chart: CurvesChart): EChartsCoreOption {
  const colours = CHART_THEMES[chart.theme];
  const firstStep = chart.firstStep ?? 0;
  const smoothing = chart.smoothing ?? 0;
  const drawable = (value: number) => Number.isFinite(value) && !(chart.logarithmic && value <= 0);
  const line = (curve: StyledCurve, raw: boolean) => ({
    type: 'line',
    name: curve.name,
    id: raw ? `${curve.name} (raw)` : curve.name,
    data: curve.values.map((value, i) => [(curve.steps[i] ?? i) + firstStep, drawable(value) ? value : null]),
    connectNulls: false,
    showSymbol: !raw && !curve.faint && curve.values.length <= MARK_UP_TO,
    symbol: 'circle',
    symbolSize: curve.values.length === 1 ? 7 : 4,
    silent: raw || curve.faint,
    tooltip: { show: !raw && !curve.faint },
    emphasis: { disabled: true },
    color: curve.colour,
    lineStyle: {
      color: curve.colour,
      width: raw || curve.faint ? 1 : 2,
      opacity: raw ? 0.25 : curve.faint ? 0.45 : 1,
      type: curve.dashed ? [5, 4] : 'solid',
    },
    z: raw || curve.faint ? 1 : 2,
  });
  return {
    backgroundColor: 'transparent',
    animation: chart.animation ?? true,
    animationDuration: 250,
    animationDurationUpdate: 250,
    textStyle: { fontFamily: 'inherit', color: colours.text },
    grid: {
      left: 4,
      right: 10,
      top: 10,
      bottom: 20,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      trigger: 'axis',
      confine: true,
      transitionDuration: 0,
      backgroundColor: colours.background,
      borderColor: colours.grid,
      padding: [6, 10],
      textStyle: { color: colours.text, fontSize: 12 },
      axisPointer: { type: 'line', lineStyle: { color: colours.mutedText, width: 1, type: 'solid' } },
      valueFormatter: (value: unknown) => (typeof value === 'number' ? formatMetric(value) : '–'),
    },
    xAxis: {
      type: 'value',
      name: chart.stepName ?? 'step',
      nameLocation: 'middle',
      nameGap: 20,
      nameTextStyle: { color: colours.mutedText, fontSize: 11 },
      min: 'dataMin',
      max: chart.lastStep === undefined ? 'dataMax' : chart.lastStep + firstStep,
      minInterval: 1,
      axisLine: { lineStyle: { color: colours.grid } },
      axisTick: { show: false },
      axisLabel: { color: colours.mutedText, fontSize: 11, hideOverlap: true },
      splitLine: { show: false },
    },
    yAxis: {
      type: chart.logarithmic ? 'log' : 'value',
      min: chart.min,
      max: chart.max,
      scale: true,
      splitNumber: 4,
      axisLine: { show: false },
      axisTick: { show: false },
      axisLabel: { color: colours.mutedText, fontSize: 11 },
      splitLine: { lineStyle: { color: colours.grid } },
    },
    series: [
      ...(smoothing > 0
        ? chart.curves.filter((curve) => !curve.faint).map((curve) => line(curve, true))
        : []),
      ...chart.curves.map((curve) => line({ ...curve, ...smoothCurve(curve, smoothing) }, false)),
    ],
  };
}

/** The lowest limit of an accuracy axis: leaves out what no curve reaches, in steps of a tenth. */
export function accuracyFloor(curves: readonly Curve[]): number {
  const values = curves.flatMap((curve) => curve.values.filter(Number.isFinite));
  if (values.length === 0) return 0;
  return Math.max(0, Math.floor(Math.min(...values) * 10 - 0.2) / 10);
}

/** Every point as it was logged, one a row. */
export function curvesCsv({ curves, stepName = 'step', firstStep = 0 }: CurvesChart): string {
  return toCsv(
    ['curve', stepName, 'value'],
    curves.flatMap(({ name, steps, values }) =>
      values.map((value, i) => [name, (steps[i] ?? i) + firstStep, value]),
    ),
  );
}
