import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { escapeXml } from './escape-xml.ts';
import { fitName, pictureOf, type Picture } from './picture.ts';

/** One bar, and what is written of it. */
export interface DrawnBar {
  name: string;
  /** 0..1; `null`: there is none */
  value: number | null;
  /** ends of its interval, 0..1; left out or `null`: none is drawn */
  low?: number | null;
  high?: number | null;
  /** behind the bar */
  words: string;
  /** worse than it should be */
  isBad?: boolean;
}

const ROW = 26;
const NAMES = { least: 80, most: 280 };
const BAR = 320;
const WORDS = 260;
const EDGE = 16;
const FONT_SIZE = 12;

/** A list of bars with their intervals as a picture: what a page shows as a table with bars. */
export function barsPicture(bars: readonly DrawnBar[], theme: ThemeName): Picture {
  const { text, mutedText, grid, right, wrong } = CHART_THEMES[theme];
  const longest = Math.max(0, ...bars.map(({ name }) => name.length));
  const names = Math.min(NAMES.most, Math.max(NAMES.least, longest * FONT_SIZE * 0.56));
  const start = EDGE + names + 12;
  const rows = bars.map(({ name, value, low, high, words, isBad }, i) => {
    const y = i * ROW + ROW / 2;
    const at = (share: number) => start + Math.min(1, Math.max(0, share)) * BAR;
    const line =
      low == null || high == null
        ? ''
        : `<path d="M${at(low)} ${y}H${at(high)}M${at(low)} ${y - 5}v10M${at(high)} ${y - 5}v10" stroke="${text}" stroke-width="2"/>`;
    return (
      `<text x="${start - 12}" y="${y}" text-anchor="end" dominant-baseline="central" font-size="${FONT_SIZE}" fill="${text}">${escapeXml(fitName(name, names, FONT_SIZE))}</text>` +
      `<rect x="${start}" y="${y - 5}" width="${BAR}" height="10" rx="2" fill="${grid}"/>` +
      `<rect x="${start}" y="${y - 5}" width="${at(value ?? 0) - start}" height="10" rx="2" fill="${isBad ? wrong[1] : right[1]}"/>` +
      line +
      `<text x="${start + BAR + 12}" y="${y}" dominant-baseline="central" font-size="${FONT_SIZE}" fill="${mutedText}">${escapeXml(fitName(words, WORDS, FONT_SIZE))}</text>`
    );
  });
  return pictureOf(start + BAR + 12 + WORDS + EDGE, bars.length * ROW + EDGE, rows.join(''));
}
