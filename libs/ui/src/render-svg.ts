import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import type { Curve } from './curve.ts';
import { confusionPicture } from './confusion-picture.ts';
import { echartsPicture } from './echarts-picture.ts';
import { framePicture, pictureOf, placeSvg } from './picture.ts';
import type { ConfusionMatrix, Normalisation } from './prepare-confusion.ts';
import { accuracyFloor, prepareCurves, styleSplits } from './prepare-learning-curves.ts';

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
  const { theme = 'light', width = 960, title = 'Learning curves' } = picture;
  const colours = CHART_THEMES[theme];
  const byKey = new Map(picture.curves.map((curve) => [curve.name, curve]));
  const panelWidth = Math.floor((width - 24) / 2);
  const height = (picture.height ?? 360) - 44; // below the title
  const top = 20;
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
      `<text x="${x + 8}" y="8" font-size="13" fill="${colours.mutedText}">${metric}</text>` +
      placeSvg(echartsPicture(option, panelWidth, height - top, theme).svg, x, top)
    );
  });
  const legend = (['training', 'validation'] as const).map((split, i) => {
    const x = width - 196 + i * 88;
    const dash = split === 'training' ? ' stroke-dasharray="5 4"' : '';
    return (
      `<path d="M${x} 4h20" stroke="${colours[split]}" stroke-width="2"${dash}/>` +
      `<text x="${x + 26}" y="8" font-size="12" fill="${colours.text}">${split}</text>`
    );
  });
  return framePicture(pictureOf(width, height, legend.join('') + panels.join('')), { title, theme }).svg;
}

export interface ConfusionPicture extends ConfusionMatrix {
  title?: string;
  normalise?: Normalisation;
  theme?: ThemeName;
}

/**
 * A confusion matrix as a picture of its own: rows predictions, columns labels, each cell with count and share.
 * The picture's size follows from the number of classes.
 * @returns an SVG document, UTF-8, without scripts, fonts or links
 */
export function renderConfusionSvg(picture: ConfusionPicture): string {
  const { theme = 'light', normalise = 'column', title = 'Confusion matrix' } = picture;
  return framePicture(confusionPicture(picture, { normalise, theme }), { title, theme }).svg;
}
