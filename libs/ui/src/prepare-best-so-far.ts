import type { EChartsCoreOption } from 'echarts/core';
import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { formatMetric } from './format.ts';
import { outcomeRange, type OutcomeRange } from './outcome-range.ts';
import { plotAxis, plotOption } from './plot-option.ts';

/** A trial that finished, with the best value so far. */
export interface CourseOfBest {
  number: number;
  value: number;
  best: number;
}

export interface BestSoFarChart {
  course: readonly CourseOfBest[];
  goal: 'min' | 'max';
  theme: ThemeName;
}

/** Chart options: a dot a trial, and the best of all so far as a line of steps. The axis leaves out what went far astray. */
export function prepareBestSoFar({ course, goal, theme }: BestSoFarChart): {
  option: EChartsCoreOption;
  range: OutcomeRange | null;
} {
  const colours = CHART_THEMES[theme];
  const range = outcomeRange(
    course.map(({ value }) => value),
    goal,
  );
  return {
    range,
    option: {
      ...plotOption(theme),
      xAxis: { ...plotAxis(theme, 'trial', false), min: 'dataMin', max: 'dataMax', minInterval: 1 },
      yAxis: {
        ...plotAxis(theme, '', true),
        ...(range === null ? {} : { min: range.low, max: range.high }),
      },
      series: [
        {
          type: 'scatter',
          id: 'trials',
          data: course.map(({ number, value }) => [number, value]),
          symbolSize: course.length > 500 ? 4 : 7,
          itemStyle: { color: colours.training, opacity: 0.55 },
          clip: true,
          tooltip: {
            formatter: ({ value }: { value: [number, number] }) =>
              `trial ${value[0]}<br><b>${formatMetric(value[1])}</b>`,
          },
        },
        {
          type: 'line',
          id: 'best',
          step: 'end',
          data: course.map(({ number, best }) => [number, best]),
          showSymbol: false,
          silent: true,
          clip: true,
          lineStyle: { color: colours.right[1], width: 2.5 },
        },
      ],
    },
  };
}
