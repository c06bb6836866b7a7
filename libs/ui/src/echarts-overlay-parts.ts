import { CustomChart } from 'echarts/charts';
import { CanvasRenderer } from 'echarts/renderers';
import { echarts } from './echarts-parts.ts';

// a hundred lines are too many elements for a page: they are drawn on a canvas, and written as SVG when exported
echarts.use([CustomChart, CanvasRenderer]);

export { echarts };
