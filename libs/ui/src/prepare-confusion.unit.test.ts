import { describe, expect, it } from 'vitest';
import { CHART_THEMES, contrastOf } from './chart-theme.ts';
import { prepareConfusion } from './prepare-confusion.ts';

const matrix = {
  classNames: ['bear', 'dragon'],
  confusion: [
    [58, 4],
    [2, 62],
  ],
};

describe('prepareConfusion', () => {
  it('has predictions in rows and labels in columns', () => {
    const rows = prepareConfusion(matrix, 'all', 'light');
    expect(rows.predictedTotals).toEqual([62, 64]);
    expect(rows.labelTotals).toEqual([60, 66]);
    expect(rows.total).toBe(126);
    expect(rows.cells[0]?.[1]).toMatchObject({ predicted: 0, label: 1, count: 4, right: false });
  });
  it.each([
    ['all', 4 / 126],
    ['row', 4 / 62],
    ['column', 4 / 66],
  ] as const)('normalised by %s a cell is its share of that', (normalise, share) => {
    expect(prepareConfusion(matrix, normalise, 'light').cells[0]?.[1]?.share).toBeCloseTo(share, 12);
  });
  it('has no share where there is nothing to divide by', () => {
    const rows = prepareConfusion({ classNames: ['a', 'b'], confusion: [[3, 0], [0, 0]] }, 'column', 'dark'); // prettier-ignore
    expect(rows.cells[0]?.[1]?.share).toBeNull();
    expect(rows.cells[0]?.[0]?.share).toBe(1);
  });
  it('is readable in every shade and theme', () => {
    for (const theme of Object.keys(CHART_THEMES) as (keyof typeof CHART_THEMES)[]) {
      for (let wrong = 0; wrong <= 100; wrong += 1) {
        const { cells } = prepareConfusion(
          { classNames: ['a', 'b'], confusion: [[100 - wrong, wrong], [wrong, 100 - wrong]] }, // prettier-ignore
          'column',
          theme,
        );
        for (const cell of cells.flat())
          expect(contrastOf(cell.ink, cell.background)).toBeGreaterThanOrEqual(4.5);
      }
    }
  });
  it('shows a single mistake in ten thousand', () => {
    const rows = prepareConfusion({ classNames: ['a', 'b'], confusion: [[9_999, 0], [1, 0]] }, 'column', 'light'); // prettier-ignore
    expect(rows.cells[1]?.[0]?.background).not.toBe(CHART_THEMES.light.wrong[0]);
  });
});

describe('the palette', () => {
  it.each(['light', 'dark'] as const)('has lines and words that stand out (%s)', (name) => {
    const theme = CHART_THEMES[name];
    for (const colour of [theme.text, theme.mutedText])
      expect(contrastOf(colour, theme.background)).toBeGreaterThanOrEqual(4.5);
    for (const colour of [theme.training, theme.validation, theme.test, ...theme.runs])
      expect(contrastOf(colour, theme.background)).toBeGreaterThanOrEqual(3);
  });
});
