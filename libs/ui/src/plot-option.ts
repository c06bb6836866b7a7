import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { formatMetric } from './format.ts';

/** A value axis in the looks of all charts. */
export function plotAxis(theme: ThemeName, name: string, isVertical: boolean) {
  const { grid, mutedText } = CHART_THEMES[theme];
  return {
    type: 'value' as const,
    name: isVertical ? '' : name,
    nameLocation: 'middle' as const,
    nameGap: 22,
    nameTextStyle: { color: mutedText, fontSize: 11 },
    axisLine: { lineStyle: { color: grid } },
    axisTick: { show: false },
    axisLabel: {
      color: mutedText,
      fontSize: 11,
      hideOverlap: true,
      // the ends of a range are no round numbers
      ...(isVertical ? { showMinLabel: false, showMaxLabel: false } : {}),
      ...(isVertical ? { formatter: (value: number) => formatMetric(value) } : {}),
    },
    splitLine: { show: isVertical, showMinLine: false, showMaxLine: false, lineStyle: { color: grid } },
  };
}

/** What all charts of trials have: no motion, room for their axes, a tooltip beside the pointer. */
export function plotOption(theme: ThemeName) {
  const { background, text, grid } = CHART_THEMES[theme];
  return {
    backgroundColor: 'transparent',
    animation: false,
    textStyle: { fontFamily: 'inherit', color: text },
    grid: {
      left: 4,
      right: 12,
      top: 12,
      bottom: 24,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      trigger: 'item' as const,
      confine: true,
      transitionDuration: 0,
      backgroundColor: background,
      borderColor: grid,
      padding: [6, 10],
      textStyle: { color: text, fontSize: 12 },
    },
  };
}
