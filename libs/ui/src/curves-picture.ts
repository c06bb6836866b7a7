import { echartsPicture } from './echarts-picture.ts';
import type { Picture } from './picture.ts';
import { prepareCurves, type CurvesChart } from './prepare-learning-curves.ts';

/** Lines over steps as a picture of a size in pixels. */
export function curvesPicture(chart: CurvesChart, width: number, height: number): Picture {
  return echartsPicture(prepareCurves({ ...chart, animation: false }), width, height, chart.theme);
}
