import { CHART_THEMES, type ThemeName } from './chart-theme.ts';
import { escapeXml } from './escape-xml.ts';

/** A chart as a picture: an SVG document and its size in pixels. */
export interface Picture {
  svg: string;
  width: number;
  height: number;
}

/** A line of a chart with its name. */
export interface LegendLine {
  name: string;
  colour: string;
  /** lengths of dash and gap in pixels; none: solid */
  dash: readonly number[];
}

/** What letters look like in a file, where the page's fonts are not. */
export const PICTURE_FONT = `system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', 'DejaVu Sans', sans-serif`;
const TITLE_HEIGHT = 44;
const LEGEND_ROW = 18;
/** A name in a legend is given this much room (pixels). */
const LEGEND_COLUMN = 300;

/**
 * A picture as a file needs it, with no page around it: on a background of its own, under its title, above the names of its lines.
 *
 * @returns a document without scripts, fonts or links
 */
export function framePicture(
  content: Picture,
  { title, theme, legend = [] }: { title: string; theme: ThemeName; legend?: readonly LegendLine[] },
): Picture {
  const { background, text } = CHART_THEMES[theme];
  const { width } = content;
  const columns = Math.max(1, Math.floor(width / LEGEND_COLUMN));
  const bottom = TITLE_HEIGHT + content.height;
  const height = bottom + (legend.length === 0 ? 0 : Math.ceil(legend.length / columns) * LEGEND_ROW + 12);
  const lines = legend.map(({ name, colour, dash }, i) => {
    const x = 16 + (i % columns) * (width / columns);
    const y = bottom + 12 + Math.floor(i / columns) * LEGEND_ROW;
    return (
      `<path d="M${x} ${y}h24" stroke="${colour}" stroke-width="3" stroke-dasharray="${dash.join(' ')}"/>` +
      `<text x="${x + 32}" y="${y + 4}" font-size="12" fill="${text}">${escapeXml(name)}</text>`
    );
  });
  const name = escapeXml(title);
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `role="img" aria-label="${name}" font-family="${escapeXml(PICTURE_FONT)}">` +
    `<rect width="${width}" height="${height}" fill="${background}"/>` +
    `<text x="16" y="29" font-size="16" font-weight="600" fill="${text}">${name}</text>` +
    `${placeSvg(content.svg, 0, TITLE_HEIGHT)}${lines.join('')}</svg>\n`;
  return { svg, width, height };
}

/** Pictures in rows of at most `columns`, each as far from the next as the largest is wide and high. */
export function tilePictures(pictures: readonly Picture[], columns: number): Picture {
  const across = Math.max(1, Math.min(columns, pictures.length));
  const width = Math.max(1, ...pictures.map((picture) => picture.width));
  const height = Math.max(1, ...pictures.map((picture) => picture.height));
  const tiles = pictures.map(({ svg }, i) =>
    placeSvg(svg, (i % across) * width, Math.floor(i / across) * height),
  );
  return pictureOf(width * across, height * Math.max(1, Math.ceil(pictures.length / across)), tiles.join(''));
}

/** A picture of SVG elements. */
export function pictureOf(width: number, height: number, content: string): Picture {
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
    `font-family="${escapeXml(PICTURE_FONT)}">${content}</svg>`;
  return { svg, width, height };
}

/** Sets a drawing's place inside another one. */
export function placeSvg(svg: string, x: number, y: number): string {
  return svg.replace('<svg ', `<svg x="${x}" y="${y}" `);
}

/** A name that fits a width (pixels) at a font size: letters are taken for 0.56 of it wide. */
export function fitName(name: string, width: number, fontSize: number): string {
  const letters = Math.max(2, Math.floor(width / (fontSize * 0.56)));
  return name.length <= letters ? name : `${name.slice(0, letters - 1)}…`;
}
