import type { Page } from 'playwright-core';

/** The names in the table of runs, from top to bottom. */
export function listedRuns(page: Page): Promise<(string | null)[]> {
  return page
    .getByRole('table', { name: 'Runs' })
    .locator('[data-run]')
    .evaluateAll((rows) =>
      rows
        .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
        .map((row) => row.querySelector('a')!.textContent),
    );
}

export function scrollsSideways(page: Page): Promise<boolean> {
  return page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
}
