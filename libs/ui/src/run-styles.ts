import { CHART_THEMES, type ThemeName } from './chart-theme.ts';

/**
 * A line's dashes: lengths of line and gap in pixels; none: solid. The first ones are told apart at a glance. With the
 * colours they make more than a hundred styles, as many as runs can be compared.
 */
export const DASHES: readonly (readonly number[])[] = [
  [],
  [6, 3],
  [2, 3],
  [9, 3, 2, 3],
  [14, 3],
  [5, 2, 5, 7],
  [2, 7],
  [9, 3, 2, 3, 2, 3],
  [2, 2, 2, 6],
  [6, 8],
  [12, 3, 4, 3],
  [5, 3, 5, 3, 2, 4],
  [2, 2, 2, 2, 2, 8],
];

/** How a run is drawn, in either theme: its place among the colours of a theme, and among `DASHES`. */
export interface RunStyle {
  colour: number;
  dash: number;
}

/**
 * A style for each run, that stays when others come or go: what `before` says of a run is kept. A new one prefers the
 * colour that its id gives, so that it mostly has the same one in every comparison, and takes the next one where another
 * run has it: up to as many runs as there are colours all differ in colour, and no two have one style while there are
 * others left.
 *
 * @param ids each once
 */
export function styleRuns(
  ids: readonly string[],
  before: ReadonlyMap<string, RunStyle> = new Map(),
): Map<string, RunStyle> {
  const colours = CHART_THEMES.light.runs.length;
  const styles = new Map<string, RunStyle>();
  /** of each colour, how many runs have each of `DASHES` */
  const taken = Array.from({ length: colours }, () => new Array<number>(DASHES.length).fill(0));
  const used = new Array<number>(colours).fill(0);
  const take = (id: string, style: RunStyle) => {
    styles.set(id, style);
    taken[style.colour]![style.dash]! += 1;
    used[style.colour]! += 1;
  };
  for (const id of ids) {
    const style = before.get(id);
    if (style !== undefined) take(id, style);
  }
  for (const id of ids.filter((each) => !styles.has(each)).sort()) {
    const least = Math.min(...used);
    let colour = hashOf(id) % colours;
    while (used[colour]! > least) colour = (colour + 1) % colours;
    const dashes = taken[colour]!;
    take(id, { colour, dash: dashes.indexOf(Math.min(...dashes)) });
  }
  return styles;
}

/** As `#rrggbb`. */
export function colourOf(style: RunStyle, theme: ThemeName): string {
  return CHART_THEMES[theme].runs[style.colour]!;
}

/** FNV-1a, 32 bits (Fowler, Noll, Vo). */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash >>> 0;
}
