import { HeatmapChart } from 'echarts/charts';
import { VisualMapComponent } from 'echarts/components';
import type { EChartsCoreOption } from 'echarts/core';
import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import type { Curve } from './curve.ts';
import { echarts } from './echarts-parts.ts';
import { formatCount, formatShare } from './format.ts';
import {
  prepareConfusion,
  type ConfusionCell,
  type ConfusionMatrix,
  type Normalisation,
} from './prepare-confusion.ts';
import { accuracyFloor, prepareCurves, styleSplits } from './prepare-learning-curves.ts';

// in the browser a confusion matrix is a table, so these parts are for pictures alone
echarts.use([HeatmapChart, VisualMapComponent]);

const FONT = `system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', 'DejaVu Sans', sans-serif`;

export interface LearningCurvesPicture {
  /** points by metric key as they were logged: `loss`, `accuracy`, `val_loss`, `val_accuracy` are drawn, others left out */
  curves: readonly Curve[];
  /** written above the panels */
  title?: string;
  theme?: ThemeName;
  /** pixels; 960 × 360 when left out */
  width?: number;
  height?: number;
}

/**
 * Learning curves as a picture of its own: accuracy and loss side by side, training dashed, validation solid, epochs
 * counted from 1 (steps are counted from 0).
 * @returns an SVG document, UTF-8, without scripts, fonts or links
 */
export function renderLearningCurvesSvg(picture: LearningCurvesPicture): string {
  const { theme = 'light', width = 960, height = 360, title = 'Learning curves' } = picture;
  const colours = CHART_THEMES[theme];
  const byKey = new Map(picture.curves.map((curve) => [curve.name, curve]));
  const panelWidth = Math.floor((width - 24) / 2);
  const top = 64;
  const panels = (['accuracy', 'loss'] as const).map((metric, i) => {
    const curves = styleSplits(byKey.get(metric), byKey.get(`val_${metric}`), theme);
    const option = prepareCurves({
      curves,
      theme,
      stepName: 'epoch',
      firstStep: 1,
      animation: false,
      min: metric === 'accuracy' ? accuracyFloor(curves) : 0,
      max: metric === 'accuracy' ? 1 : undefined,
    });
    const x = i === 0 ? 8 : panelWidth + 16;
    return (
      `<text x="${x + 8}" y="52" font-size="13" fill="${colours.mutedText}">${metric}</text>` +
      place(drawSvg(option, panelWidth, height - top, colours.text), x, top)
    );
  });
  const legend = (['training', 'validation'] as const).map((split, i) => {
    const x = width - 196 + i * 88;
    const dash = split === 'training' ? ' stroke-dasharray="5 4"' : '';
    return (
      `<path d="M${x} 24h20" stroke="${colours[split]}" stroke-width="2"${dash}/>` +
      `<text x="${x + 26}" y="28" font-size="12" fill="${colours.text}">${split}</text>`
    );
  });
  return document(width, height, theme, title, legend.join('') + panels.join(''));
}

export interface ConfusionPicture extends ConfusionMatrix {
  title?: string;
  normalise?: Normalisation;
  theme?: ThemeName;
}

/** Above this many classes the cells are too small for words. */
const WORDS_UP_TO = 24;

/**
 * A confusion matrix as a picture of its own: rows predictions, columns labels, each cell with count and share.
 * The picture's size follows from the number of classes.
 * @returns an SVG document, UTF-8, without scripts, fonts or links
 */
export function renderConfusionSvg(picture: ConfusionPicture): string {
  const { theme = 'light', normalise = 'column', title = 'Confusion matrix' } = picture;
  const colours = CHART_THEMES[theme];
  const rows = prepareConfusion(picture, normalise, theme);
  const n = rows.classNames.length;
  const words = n <= WORDS_UP_TO;
  const cell = n <= 4 ? 104 : words ? 60 : Math.max(6, Math.floor(1_200 / n));
  const longest = Math.max(...rows.classNames.map((name) => name.length));
  const margin = Math.min(180, 28 + longest * 7);
  const width = Math.max(360, n * cell + margin + 24);
  const height = n * cell + margin + 64;
  const cells = rows.cells.flat();
  const option: EChartsCoreOption = {
    backgroundColor: 'transparent',
    animation: false,
    textStyle: { fontFamily: FONT },
    grid: { left: margin, top: margin, width: n * cell, height: n * cell },
    xAxis: {
      ...classAxis(rows.classNames, colours.text, words && n > 4 ? 60 : 0),
      position: 'top',
      name: 'label',
      nameLocation: 'middle',
      nameGap: margin - 22,
      nameTextStyle: { color: colours.mutedText, fontSize: 12 },
    },
    yAxis: {
      ...classAxis(rows.classNames, colours.text, 0),
      inverse: true,
      name: 'prediction',
      nameLocation: 'middle',
      nameGap: margin - 16,
      nameTextStyle: { color: colours.mutedText, fontSize: 12 },
    },
    visualMap: { show: false, min: 0, max: 1, dimension: 2, inRange: { opacity: 1 } },
    series: [
      {
        type: 'heatmap',
        data: cells.map((each) => ({
          value: [each.label, each.predicted, each.share ?? 0],
          itemStyle: {
            color: each.background,
            borderColor: colours.background,
            borderWidth: words ? 2 : 0.5,
          },
          label: {
            show: words,
            formatter: wordsOf(each),
            color: each.ink,
            fontSize: n <= 4 ? 15 : 11,
            lineHeight: n <= 4 ? 20 : 14,
          },
        })),
      },
    ],
  };
  return document(
    width,
    height,
    theme,
    title,
    place(drawSvg(option, width, height - 44, colours.text), 0, 44),
  );
}

function wordsOf(cell: ConfusionCell): string {
  return cell.share === null || cell.count === 0
    ? formatCount(cell.count)
    : `${formatCount(cell.count)}\n${formatShare(cell.share)}`;
}

function classAxis(names: readonly string[], colour: string, rotate: number) {
  return {
    type: 'category',
    data: [...names],
    axisLine: { show: false },
    axisTick: { show: false },
    axisLabel: { color: colour, fontSize: 12, rotate, width: 140, overflow: 'truncate' },
  };
}

/** Draws options without a browser (ECharts' server-side rendering to an SVG string). */
function drawSvg(option: EChartsCoreOption, width: number, height: number, text: string): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width, height });
  try {
    chart.setOption({ ...option, textStyle: { fontFamily: FONT, color: text } });
    return chart.renderToSVGString();
  } finally {
    chart.dispose();
  }
}

/** Sets a drawing's place inside another one. */
function place(svg: string, x: number, y: number): string {
  return svg.replace('<svg ', `<svg x="${x}" y="${y}" `);
}

function document(width: number, height: number, theme: ThemeName, title: string, content: string): string {
  const { background, text } = CHART_THEMES[theme];
  const name = escapeXml(title);
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-label="${name}" font-family="${escapeXml(FONT)}">` +
    `<rect width="${width}" height="${height}" fill="${background}"/>` +
    `<text x="16" y="29" font-size="16" font-weight="600" fill="${text}">${name}</text>${content}</svg>\n`
  );
}

function escapeXml(text: string): string {
  return text.replace(
    /[&<>"']/g,
    (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' })[c] ?? c,
  );
}
