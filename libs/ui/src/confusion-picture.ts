import type { ThemeName } from './chart-theme.ts';
import { CHART_THEMES, inkOn, mixColours } from './chart-theme.ts';
import { formatCount, formatShare } from './format.ts';
import { matrixPicture } from './matrix-picture.ts';
import type { Picture } from './picture.ts';
import { prepareConfusion, type ConfusionMatrix, type Normalisation } from './prepare-confusion.ts';
import type { DifferenceCell } from './prepare-confusion-difference.ts';

/** How a confusion matrix is drawn. */
export interface ConfusionLooks {
  normalise: Normalisation;
  theme: ThemeName;
  /** rows are labels and columns predictions */
  turned?: boolean;
}

/** A confusion matrix as a picture, each cell with its count and share. */
export function confusionPicture(
  matrix: ConfusionMatrix,
  { normalise, theme, turned = false }: ConfusionLooks,
): Picture {
  const { cells, classNames } = prepareConfusion(matrix, normalise, theme);
  const drawn = cells.map((row) =>
    row.map(({ count, share, background, ink, right }) => ({
      background: count === 0 && !right ? CHART_THEMES[theme].background : background,
      ink: count === 0 && !right ? CHART_THEMES[theme].mutedText : ink,
      words: share === null || count === 0 ? [formatCount(count)] : [formatCount(count), formatShare(share)],
    })),
  );
  return matrixPicture({
    names: classNames,
    rowTitle: turned ? 'label' : 'prediction',
    columnTitle: turned ? 'prediction' : 'label',
    cells: turned ? drawn.map((_, label) => drawn.map((row) => row[label]!)) : drawn,
    theme,
  });
}

/** By how much B's confusion matrix differs from A's, as a picture; each cell says whether that is better or worse. */
export function differencePicture(
  cells: readonly (readonly DifferenceCell[])[],
  classNames: readonly string[],
  theme: ThemeName,
): Picture {
  const { right, wrong, background, text } = CHART_THEMES[theme];
  const most = Math.max(1e-9, ...cells.flat().map(({ share }) => Math.abs(share ?? 0)));
  return matrixPicture({
    names: classNames,
    rowTitle: 'prediction',
    columnTitle: 'label',
    theme,
    cells: cells.map((row) =>
      row.map(({ count, share, better }) => {
        if (better === null) return { background, ink: text, words: ['0'] };
        const [from, to] = better ? right : wrong;
        const fill = mixColours(from, to, Math.abs(share ?? 0) / most);
        return {
          background: fill,
          ink: inkOn(fill),
          words: [signed(count, formatCount), better ? 'better' : 'worse'],
        };
      }),
    ),
  });
}

/** A number with its sign before it. */
export function signed(value: number, format: (size: number) => string): string {
  return `${value > 0 ? '+' : value < 0 ? '−' : ''}${format(Math.abs(value))}`;
}
