import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const OPTIONS: RunOptions = {
  runOnly: { type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] },
  resultTypes: ['violations'],
};

/** Puts axe into a page, once a load. It comes by the debugger, which the page's content policy does not bind. */
export async function loadAxe(page: Page): Promise<void> {
  await page.evaluate(AXE);
}

/** What of WCAG 2.2, A and AA, the page as it stands does not keep to: a line for each element. */
export async function violations(page: Page): Promise<string[]> {
  const { violations: found } = await page.evaluate(
    (options) =>
      (window as unknown as { axe: { run(options: unknown): Promise<AxeResults> } }).axe.run(options),
    OPTIONS as unknown,
  );
  return found.flatMap(({ id, nodes }) =>
    nodes.map(
      ({ target, failureSummary, html }) =>
        `${id}: ${target.join(' ')}: ${failureSummary ?? ''} ${html.slice(0, 200)}`,
    ),
  );
}
