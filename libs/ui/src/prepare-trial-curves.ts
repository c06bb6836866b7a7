import type { EChartsCoreOption } from 'echarts/core';
import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { formatMetric } from './format.ts';
import { outcomeRange, type OutcomeRange } from './outcome-range.ts';
import { plotAxis, plotOption } from './plot-option.ts';

/** What a trial has reported so far. */
export interface ReportedCurve {
  number: number;
  look: 'finished' | 'pruned' | 'failed' | 'running' | 'best';
  /** rising, from 0 */
  steps: ArrayLike<number>;
  values: ArrayLike<number>;
}

/** Chart options: a line a trial, those that were ended early with a mark where they ended; the best above all others. */
export function prepareTrialCurves({
  curves,
  goal,
  theme,
}: {
  curves: readonly ReportedCurve[];
  goal: 'min' | 'max';
  theme: ThemeName;
}): { option: EChartsCoreOption; range: OutcomeRange | null } {
  const colours = CHART_THEMES[theme];
  const looks = {
    finished: { color: colours.training, opacity: 0.4, width: 1, z: 2 },
    pruned: { color: colours.mutedText, opacity: 0.5, width: 1, z: 1 },
    failed: { color: colours.wrong[1], opacity: 0.6, width: 1, z: 2 },
    running: { color: colours.validation, opacity: 1, width: 1.5, z: 3 },
    best: { color: colours.right[1], opacity: 1, width: 2.5, z: 4 },
  } as const;
  const range = outcomeRange(
    curves.flatMap(({ values }) => Array.from(values)),
    goal,
  );
  return {
    range,
    option: {
      ...plotOption(theme),
      xAxis: { ...plotAxis(theme, 'step', false), min: 0, max: 'dataMax', minInterval: 1 },
      yAxis: {
        ...plotAxis(theme, '', true),
        ...(range === null ? {} : { min: range.low, max: range.high }),
      },
      series: curves.map(({ number, look, steps, values }) => {
        const { color, opacity, width, z } = looks[look];
        const last = values.length - 1;
        return {
          type: 'line',
          id: String(number),
          name: `trial ${number}`,
          // of a line that ended early its end is seen, as is a line of one point
          data: Array.from(values, (value, i) => ({
            value: [steps[i]!, Number.isFinite(value) ? value : null],
            symbol: i === last && (look === 'pruned' || last === 0) ? 'circle' : 'none',
          })),
          symbolSize: 5,
          clip: true,
          z,
          color,
          lineStyle: { color, opacity, width },
          emphasis: { lineStyle: { width: 3, opacity: 1 } },
          triggerLineEvent: true,
          tooltip: {
            formatter: `trial ${number} (${look})<br><b>${last < 0 ? '–' : formatMetric(values[last]!)}</b> at step ${steps[last] ?? '–'}`,
          },
        };
      }),
    },
  };
}
