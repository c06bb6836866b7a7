import { CHART_THEMES, type ThemeName } from './chart-theme.ts';

/** A line's dashes: lengths of line and gap in pixels; none: solid. */
export const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [9, 3, 2, 3]];

/** How a run is drawn, in either theme: its place among the colours of a theme, and among `DASHES`. */
export interface RunStyle {
  colour: number;
  dash: number;
}

/**
 * A style for each run, that stays when others come or go: what `before` says of a run is kept. A new one prefers the
 * colour that its id gives, so that it mostly has the same one in every comparison, and takes the next one where another
 * run has it: up to as many runs as there are colours all differ in colour, then in dashes.
 *
 * @param ids each once
 */
export function styleRuns(
  ids: readonly string[],
  before: ReadonlyMap<string, RunStyle> = new Map(),
): Map<string, RunStyle> {
  const colours = CHART_THEMES.light.runs.length;
  const styles = new Map<string, RunStyle>();
  const used = new Array<number>(colours).fill(0);
  for (const id of ids) {
    const style = before.get(id);
    if (style === undefined) continue;
    styles.set(id, style);
    used[style.colour]! += 1;
  }
  for (const id of ids.filter((each) => !styles.has(each)).sort()) {
    const least = Math.min(...used);
    let colour = hashOf(id) % colours;
    while (used[colour]! > least) colour = (colour + 1) % colours;
    styles.set(id, { colour, dash: used[colour]! % DASHES.length });
    used[colour]! += 1;
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
