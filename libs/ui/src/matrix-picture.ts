import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { escapeXml } from './escape-xml.ts';
import { fitName, pictureOf, type Picture } from './picture.ts';

/** A cell of a matrix as it is drawn. */
export interface DrawnCell {
  /** `#rrggbb` */
  background: string;
  ink: string;
  /** one a line; left out where cells are too small */
  words: readonly string[];
}

/** Above this many classes the cells are too small for words. */
const WORDS_UP_TO = 24;
/** From this size on (pixels) rows and columns are named. */
const NAMES_FROM = 9;
const NAME_SIZE = 12;
const EDGE = 16;

/**
 * A square matrix of classes as a picture, whose size follows from their number.
 *
 * @param cells `[row][column]`
 */
export function matrixPicture({
  names,
  rowTitle,
  columnTitle,
  cells,
  theme,
}: {
  names: readonly string[];
  rowTitle: string;
  columnTitle: string;
  cells: readonly (readonly DrawnCell[])[];
  theme: ThemeName;
}): Picture {
  const { text, mutedText, background } = CHART_THEMES[theme];
  const n = names.length;
  const hasWords = n <= WORDS_UP_TO;
  const cell = n <= 4 ? 104 : hasWords ? 60 : Math.max(6, Math.floor(1_200 / n));
  const longest = Math.max(...names.map((name) => name.length));
  const margin = Math.min(180, 36 + longest * 7);
  const size = n * cell;
  const gap = hasWords ? 2 : cell > 8 ? 1 : 0;
  const nameSize = Math.min(NAME_SIZE, cell - 1);
  const parts: string[] = [
    `<text x="${margin + size / 2}" y="${n <= 4 ? margin - 34 : 12}" text-anchor="middle" font-size="12" fill="${mutedText}">${escapeXml(columnTitle)}</text>`,
    `<text transform="translate(14 ${margin + size / 2}) rotate(-90)" text-anchor="middle" font-size="12" fill="${mutedText}">${escapeXml(rowTitle)}</text>`,
  ];
  if (cell >= NAMES_FROM) {
    const room = margin - 32;
    names.forEach((name, k) => {
      const middle = margin + (k + 0.5) * cell;
      const words = (width: number) => escapeXml(fitName(name, width, nameSize));
      parts.push(
        `<text x="${margin - 8}" y="${middle}" text-anchor="end" dominant-baseline="central" font-size="${nameSize}" fill="${text}">${words(room)}</text>`,
        n <= 4
          ? `<text x="${middle}" y="${margin - 10}" text-anchor="middle" font-size="${nameSize}" fill="${text}">${words(cell)}</text>`
          : `<text transform="translate(${middle} ${margin - 8}) rotate(-60)" dominant-baseline="central" font-size="${nameSize}" fill="${text}">${words(room)}</text>`,
      );
    });
  }
  cells.forEach((row, r) =>
    row.forEach((each, c) => {
      const isSeen = each.background !== background || hasWords;
      if (!isSeen) return;
      const [x, y] = [margin + c * cell, margin + r * cell];
      parts.push(
        `<rect x="${x}" y="${y}" width="${cell - gap}" height="${cell - gap}" fill="${each.background}"/>`,
      );
      if (!hasWords) return;
      const [fontSize, lineHeight] = n <= 4 ? [15, 20] : [11, 14];
      each.words.forEach((words, line) => {
        const down = (line - (each.words.length - 1) / 2) * lineHeight;
        parts.push(
          `<text x="${x + (cell - gap) / 2}" y="${y + (cell - gap) / 2 + down}" text-anchor="middle" ` +
            `dominant-baseline="central" font-size="${fontSize}" fill="${each.ink}">${escapeXml(words)}</text>`,
        );
      });
    }),
  );
  return pictureOf(Math.max(360, margin + size + EDGE), margin + size + EDGE, parts.join(''));
}
