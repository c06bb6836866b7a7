import type { EChartsCoreOption } from 'echarts/core';
import { CHART_THEMES, mixColours, type ThemeName } from './chart-theme.ts';
import type { FieldScale, FieldValue } from './field-scale.ts';
import { formatMetric } from './format.ts';
import { outcomeRange } from './outcome-range.ts';
import { plotAxis, plotOption } from './plot-option.ts';

/** A trial over one parameter. */
export interface SliceDot {
  number: number;
  value: FieldValue;
  outcome: number;
}

/** Chart options: the trials over one parameter, later ones darker. */
export function prepareTrialSlice({
  dots,
  scale,
  goal,
  theme,
}: {
  dots: readonly SliceDot[];
  /** of the parameter */
  scale: FieldScale;
  goal: 'min' | 'max';
  theme: ThemeName;
}): EChartsCoreOption {
  const colours = CHART_THEMES[theme];
  const range = outcomeRange(
    dots.map(({ outcome }) => outcome),
    goal,
  );
  const last = Math.max(1, ...dots.map(({ number }) => number));
  const labels = new Map(scale.ticks.map(({ at, label }) => [at, label]));
  return {
    ...plotOption(theme),
    xAxis: {
      ...plotAxis(theme, '', false),
      min: -0.04,
      max: 1.04,
      axisLabel: {
        color: colours.mutedText,
        fontSize: 11,
        hideOverlap: true,
        customValues: [...labels.keys()],
        formatter: (at: number) => labels.get(at) ?? '',
      },
    },
    yAxis: {
      ...plotAxis(theme, '', true),
      splitNumber: 3,
      ...(range === null ? {} : { min: range.low, max: range.high }),
    },
    series: [
      {
        type: 'scatter',
        id: 'trials',
        clip: true,
        symbolSize: dots.length > 500 ? 4 : 7,
        data: dots.flatMap(({ number, value, outcome }) => {
          const place = scale.placeOf(value);
          if (place === null || !Number.isFinite(outcome)) return [];
          return [
            {
              name: String(number),
              value: [place, outcome],
              itemStyle: {
                color: mixColours(colours.right[0], colours.right[1], 0.35 + (0.65 * number) / last),
                borderColor: colours.right[1],
                borderWidth: 0.5,
              },
              tooltip: {
                formatter: `trial ${number}<br>${formatFieldValue(value)}: <b>${formatMetric(outcome)}</b>`,
              },
            },
          ];
        }),
      },
    ],
  };
}

function formatFieldValue(value: FieldValue): string {
  const text = typeof value === 'number' ? formatMetric(value) : String(value);
  // what is written here is read as HTML by the tooltip
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
