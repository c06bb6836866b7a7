import { ScatterChart } from 'echarts/charts';
import { echarts } from './echarts-overlay-parts.ts';

echarts.use([ScatterChart]);

/** ECharts as overlays need it, with dots. */
export { echarts };
