import type { EChartsCoreOption } from 'echarts/core';
import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { echarts } from './echarts-parts.ts';
import { PICTURE_FONT, type Picture } from './picture.ts';

/** Draws options without a page (ECharts' server-side rendering to an SVG string). */
export function echartsPicture(
  option: EChartsCoreOption,
  width: number,
  height: number,
  theme: ThemeName,
): Picture {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, textStyle: { fontFamily: PICTURE_FONT, color: CHART_THEMES[theme].text } });
    return { svg: chart.renderToSVGString(), width, height };
  } finally {
    chart.dispose();
  }
}
