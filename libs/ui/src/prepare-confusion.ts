import { CHART_THEMES, inkOn, mixColours, type ThemeName } from './chart-theme.ts';

/** What a cell's share is a share of: all images, its row (images predicted so), its column (images labelled so). */
export const NORMALISATIONS = ['all', 'row', 'column'] as const;
export type Normalisation = (typeof NORMALISATIONS)[number];

export interface ConfusionCell {
  predicted: number;
  label: number;
  count: number;
  /** 0..1 of what `normalise` says; `null` where that is nothing */
  share: number | null;
  right: boolean;
  /** `#rrggbb` */
  background: string;
  /** colour of text on it, contrast at least 4.5 */
  ink: string;
}

export interface ConfusionRows {
  classNames: readonly string[];
  /** `cells[predicted][label]` */
  cells: ConfusionCell[][];
  /** images predicted as each class */
  predictedTotals: number[];
  /** images labelled as each class */
  labelTotals: number[];
  total: number;
}

export interface ConfusionMatrix {
  classNames: readonly string[];
  /** `confusion[predicted][label]`: rows are predictions, columns labels */
  confusion: readonly (readonly number[])[];
}

/** A cell with few images keeps a trace of colour, so that a rare mistake is seen. */
const FAINTEST = 0.08;

/**
 * Cells of a confusion matrix with counts, shares and colours. The depth of colour follows the square root of the
 * share, as mistakes of a good classifier are small shares and are what one looks for.
 */
export function prepareConfusion(
  matrix: ConfusionMatrix,
  normalise: Normalisation,
  theme: ThemeName,
): ConfusionRows {
  const { classNames, confusion } = matrix;
  const colours = CHART_THEMES[theme];
  const at = (predicted: number, label: number) => confusion[predicted]?.[label] ?? 0;
  const sum = (count: (k: number) => number) => classNames.reduce((total, _, k) => total + count(k), 0);
  const predictedTotals = classNames.map((_, predicted) => sum((label) => at(predicted, label)));
  const labelTotals = classNames.map((_, label) => sum((predicted) => at(predicted, label)));
  const total = predictedTotals.reduce((a, b) => a + b, 0);

  const cells = classNames.map((_, predicted) =>
    classNames.map((_, label): ConfusionCell => {
      const count = at(predicted, label);
      const whole =
        { all: total, row: predictedTotals[predicted], column: labelTotals[label] }[normalise] ?? 0;
      const share = whole === 0 ? null : count / whole;
      const right = predicted === label;
      const [nothing, everything] = right ? colours.right : colours.wrong;
      const depth = count === 0 || share === null ? 0 : Math.max(FAINTEST, Math.sqrt(share));
      const background = mixColours(nothing, everything, depth);
      return { predicted, label, count, share, right, background, ink: inkOn(background) };
    }),
  );
  return { classNames, cells, predictedTotals, labelTotals, total };
}
