import { expect, it } from 'vitest';
import { CHART_THEMES } from './chart-theme.ts';
import { styleRuns } from './run-styles.ts';

const ids = Array.from({ length: 30 }, (_, i) => `run-${i}`);
const colours = CHART_THEMES.light.runs.length;

it('as many runs as there are colours all have another one, and more differ by their dashes', () => {
  const few = styleRuns(ids.slice(0, colours));
  expect(new Set([...few.values()].map(({ colour }) => colour)).size).toBe(colours);
  const many = styleRuns(ids);
  expect(new Set([...many.values()].map(({ colour, dash }) => `${colour} ${dash}`)).size).toBe(30);
});

it('a run keeps its style when others go, and does not depend on their order', () => {
  const all = styleRuns(ids);
  const fewer = styleRuns(ids.slice(5), all);
  for (const [id, style] of fewer) expect(style).toEqual(all.get(id));
  expect(styleRuns([...ids].reverse())).toEqual(all);
});
