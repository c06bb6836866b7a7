import { expect, it } from 'vitest';
import { CHART_THEMES } from './chart-theme.ts';
import { DASHES, styleRuns } from './run-styles.ts';

/** As many as can be compared. */
const ids = Array.from({ length: 100 }, (_, i) => `run-${i}`);
const colours = CHART_THEMES.light.runs.length;
const differing = (styles: ReturnType<typeof styleRuns>) =>
  new Set([...styles.values()].map(({ colour, dash }) => `${colour} ${DASHES[dash]!.join(' ')}`)).size;

it('as many runs as there are colours all have another one, and more differ by their dashes', () => {
  const few = styleRuns(ids.slice(0, colours));
  expect(new Set([...few.values()].map(({ colour }) => colour)).size).toBe(colours);
  expect(differing(styleRuns(ids))).toBe(100);
});

it('a run that comes takes the style of one that went, not of one that stays', () => {
  const all = styleRuns(ids.slice(0, 60));
  const stay = ids.slice(0, 60).filter((_, i) => i % 3 !== 0);
  expect(differing(styleRuns([...stay, ...ids.slice(60)], all))).toBe(stay.length + 40);
});

it('both themes have the same number of colours', () => {
  expect(CHART_THEMES.dark.runs).toHaveLength(colours);
});

it('a run keeps its style when others go, and does not depend on their order', () => {
  const all = styleRuns(ids);
  const fewer = styleRuns(ids.slice(5), all);
  for (const [id, style] of fewer) expect(style).toEqual(all.get(id));
  expect(styleRuns([...ids].reverse())).toEqual(all);
});
