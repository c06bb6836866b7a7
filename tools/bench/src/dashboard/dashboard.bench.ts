import { findChromium, launchChromium, NO_CHROMIUM } from '@bestiary/testing/chromium';
import { createApiClient } from '@bestiary/tracking/api-client';
import { type Browser } from 'playwright-core';
import { type BenchServer, startBenchServer } from '../bench-server.ts';
import { type Figure } from '../figure.ts';
import { longRunsOf, openManyRuns } from '../many-runs-database.ts';
import { summarise } from '../statistics.ts';
import { timeInteractions, timeMoves, watchInteractions } from './interaction.ts';
import { startRun, timeEpochs } from './live-latency.ts';
import { FIRST_ROW, loadPage, openContext, openPage, TAB_STRIP, type PageLoad } from './page-load.ts';

export interface DashboardBenchOptions {
  /** an empty server, whose runs are logged while they are looked at */
  server: BenchServer;
  /** where the database of the scenario many-runs is, or is made */
  manyRuns: string;
  note: (line: string) => void;
}

const LOADS = 10;
const TIMES = 12;
const EPOCHS = 25;
/** Milliseconds. */
const INTERACTIVE_WITHIN = 1_000;
const PAINTED_WITHIN = 100;
const LIVE_WITHIN = 500;
/** 1,000 bytes. */
const SCRIPTS_UP_TO = 250;

const HOW = {
  load:
    'An empty cache; from the start of the navigation until a key that is pressed every 5 ms acts on the page ' +
    '(j: the focus is on the first row; Home: on the first tab), by performance.now() in the page.',
  drawn: 'The same loads: until the first chart has ink on it.',
  scripts: 'Bytes of scripts transferred, compressed, that had come by then (Resource Timing).',
  allScripts: 'Those, and what charts are drawn with.',
  interaction:
    'Event Timing API, as Interaction to Next Paint: from the input until the next frame was painted. The browser ' +
    'rounds to 8 ms; what is faster than 16 ms counts as 16.',
  moves: 'From the event until after the frame that shows it, the slowest of each movement.',
  live: "From the client's call that logs an epoch until its value was read on the page, painted (wall clock).",
} as const;

/**
 * The dashboard in a real browser, production build: pages with 100,000 runs and with 50 long curves, and a run that is
 * logged while its page is open.
 *
 * @throws Error where there is no Chromium
 */
export async function benchDashboard(options: DashboardBenchOptions): Promise<Figure[]> {
  const program = findChromium();
  if (program === undefined) throw new Error(`there is ${NO_CHROMIUM}`);
  const browser = await launchChromium(program);
  try {
    const live = await benchLive(browser, options);
    const postgres = await openManyRuns(options.manyRuns, options.note);
    try {
      const server = await startBenchServer(postgres.url);
      try {
        return [...(await benchPages(browser, server.url, options.note)), ...live];
      } finally {
        await server.stop();
      }
    } finally {
      await postgres.stop();
    }
  } finally {
    await browser.close();
  }
}

async function benchPages(browser: Browser, url: string, note: (line: string) => void): Promise<Figure[]> {
  const runs = await longRunsOf(createApiClient(url));
  const compare = `${url}/compare?runs=${runs.join(',')}&metrics=loss,accuracy`;
  const pages = [
    { name: '100,000 runs', url, reaction: FIRST_ROW },
    { name: 'one run', url: `${url}/runs/${runs[0]}`, reaction: TAB_STRIP, draws: '[role=img] svg path' },
    { name: '50 curves', url: compare, reaction: TAB_STRIP, draws: 'main canvas' },
  ];
  await loadPage(browser, url, FIRST_ROW); // the server compiles what it answers with
  const figures: Figure[] = [];
  for (const page of pages) {
    note(`loads: ${page.name}`);
    const loads: PageLoad[] = [];
    for (let i = 0; i < LOADS; i++) loads.push(await loadPage(browser, page.url, page.reaction, page.draws));
    figures.push(...loadFigures(page.name, loads, page.draws !== undefined));
  }
  note('interactions: 100,000 runs');
  figures.push(...(await benchRunsTable(browser, url)));
  note('interactions: 50 curves');
  figures.push(...(await benchCurves(browser, compare)));
  return figures;
}

function loadFigures(name: string, loads: readonly PageLoad[], draws: boolean): Figure[] {
  const figure = (what: string, unit: 'ms' | 'kB', key: keyof PageLoad, method: string): Figure => ({
    name: `${name}: ${what}`,
    unit,
    ours: summarise(loads.map((load) => load[key])),
    method,
  });
  return [
    { ...figure('interactive', 'ms', 'interactive', HOW.load), target: INTERACTIVE_WITHIN, heldBy: 'p95' },
    { ...figure('scripts until then', 'kB', 'scriptKilobytes', HOW.scripts), target: SCRIPTS_UP_TO },
    ...(draws
      ? [
          figure('first chart', 'ms', 'drawn', HOW.drawn),
          figure('scripts with charts', 'kB', 'allScriptKilobytes', HOW.allScripts),
        ]
      : []),
  ];
}

async function benchRunsTable(browser: Browser, url: string): Promise<Figure[]> {
  const context = await openContext(browser);
  try {
    const page = await context.newPage();
    await watchInteractions(page);
    await openPage(page, url, FIRST_ROW);
    const box = page.getByRole('combobox', { name: 'Search runs' });
    const title = page.getByRole('columnheader', { name: 'Val. accuracy' }).getByRole('button');
    const ticks = page.locator('[data-run] [role=checkbox]');

    const keys = await timeInteractions(page, TIMES, (i) => page.keyboard.press(i % 2 === 0 ? 'j' : 'x'));
    await page.keyboard.press('Escape');
    const ticked = await timeInteractions(page, TIMES, (i) => ticks.nth(i % 8).click());
    await page.keyboard.press('Escape');
    const sorted = await timeInteractions(page, TIMES, () => title.click());
    const scrolled = await timeMoves(page, TIMES, () => page.mouse.wheel(0, 2_400));
    await page.evaluate(() => window.scrollTo(0, 0));
    await box.click();
    const words = 'metrics.val_accuracy > 0.8 and params.lr < 1e-3';
    const typed = await timeInteractions(page, words.length, (i) => page.keyboard.press(words[i]!));
    await page.keyboard.press('Escape');
    await box.fill('');
    await page.waitForTimeout(1_000);
    const opened = await timeInteractions(page, TIMES, async (i) => {
      if (i > 0) {
        await page.waitForURL(/\/runs\//);
        await page.goBack();
      }
      const link = page.locator('[data-run] a:visible').nth(i % 8);
      await link.waitFor();
      await page.waitForTimeout(300);
      await link.click();
    });
    return [
      painted('100,000 runs: a key of the table', keys),
      painted('100,000 runs: tick a run', ticked),
      painted('100,000 runs: sort', sorted),
      painted('100,000 runs: type in the search', typed),
      painted('100,000 runs: scroll', scrolled, HOW.moves),
      painted('100,000 runs: open a run', opened),
    ];
  } finally {
    await context.close();
  }
}

async function benchCurves(browser: Browser, url: string): Promise<Figure[]> {
  const context = await openContext(browser);
  try {
    const page = await context.newPage();
    await watchInteractions(page);
    await openPage(page, url, TAB_STRIP);
    const chart = page.locator('[aria-roledescription=chart]').first();
    await chart.locator('canvas').first().waitFor();
    await page.waitForTimeout(2_000);
    await chart.scrollIntoViewIfNeeded();
    const { x, y, width, height } = (await chart.boundingBox())!;
    const middle = y + height / 2;
    const at = (share: number) => x + width * share;

    const hovered = await timeMoves(page, TIMES, (i) =>
      page.mouse.move(at(0.2 + (i % 12) * 0.05), middle + (i % 3) * 10, { steps: 4 }),
    );
    const rows = page.getByRole('list', { name: 'Compared runs' }).getByRole('listitem');
    const stoodOut = await timeMoves(page, TIMES, (i) => rows.nth(i % 8).hover());
    await page.mouse.move(at(0.5), middle);
    const zoomed = await timeInteractions(page, TIMES, async (i) => {
      if (i % 2 === 1) return page.mouse.dblclick(at(0.5), middle);
      await page.mouse.move(at(0.3), middle);
      await page.mouse.down();
      await page.mouse.move(at(0.6), middle, { steps: 4 });
      await page.mouse.up();
    });
    const slider = page.getByRole('slider', { name: /smoothing/i }).first();
    await slider.focus();
    const smoothed = await timeInteractions(page, TIMES, () => page.keyboard.press('ArrowRight'));
    return [
      painted('50 curves: move the crosshair', hovered, HOW.moves),
      painted('50 curves: point at a run', stoodOut, HOW.moves),
      painted('50 curves: zoom', zoomed),
      painted('50 curves: smooth', smoothed),
    ];
  } finally {
    await context.close();
  }
}

function painted(name: string, durations: readonly number[], method: string = HOW.interaction): Figure {
  return { name, unit: 'ms', ours: summarise(durations), target: PAINTED_WITHIN, heldBy: 'p95', method };
}

async function benchLive(browser: Browser, { server, note }: DashboardBenchOptions): Promise<Figure[]> {
  note('an epoch on its way');
  const api = createApiClient(server.url);
  const context = await openContext(browser);
  try {
    const run = await startRun(api, 'watched', 2 * EPOCHS);
    await run.epoch();
    const figures: Figure[] = [];
    for (const { name, path, reaction } of [
      { name: 'its page', path: `/runs/${run.id}`, reaction: TAB_STRIP },
      { name: 'the table of runs', path: '/', reaction: FIRST_ROW },
    ]) {
      const page = await context.newPage();
      await openPage(page, `${server.url}${path}`, reaction);
      await page.waitForTimeout(1_000); // the stream has begun
      const times = await timeEpochs(page, run, EPOCHS);
      figures.push({
        name: `an epoch logged is on ${name}`,
        unit: 'ms',
        ours: summarise(times),
        target: LIVE_WITHIN,
        heldBy: 'p95',
        method: HOW.live,
      });
      await page.close();
    }
    return figures;
  } finally {
    await context.close();
  }
}
