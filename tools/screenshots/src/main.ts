import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { chromium, type Page } from 'playwright-core';
import sharp from 'sharp';
import { findChromium } from './chromium.ts';
import { makeDemo } from './demo.ts';
import { startServer } from './server.ts';

const DOCS = fileURLToPath(new URL('../../../docs/screenshots/', import.meta.url));
const WIDE = { width: 1_440, height: 900 };
const NARROW = { width: 390, height: 844 };

interface Shot {
  name: string;
  path: string;
  /** has curves to wait for */
  charts?: boolean;
  /** what to do on the page first */
  before?: (page: Page) => Promise<void>;
  /** twice as much of the page as is on a screen */
  tall?: boolean;
}

/** names of runs */
const COMPARED = [
  'baseline',
  'learning rate too low',
  'learning rate 0.002',
  'repeat 1',
  'repeat 2',
  'repeat 3',
  'hidden layer',
  'hidden layer, no dropout',
  'label smoothing',
  'balanced classes',
  'flips and turns',
  'cosine, until it is no better',
];

const { out, keep } = new Command()
  .description('Draws docs/screenshots: the real server, runs and a sweep that were trained, a real browser.')
  .option('--out <folder>', 'where to', DOCS)
  .option('--keep', 'leave the server running until Ctrl-C, to look around')
  .parse()
  .opts<{ out: string; keep?: boolean }>();

const scratch = await mkdtemp(join(tmpdir(), 'bestiary-pictures-'));
const server = await startServer();
try {
  await shoot([{ name: 'first-run', path: '/' }]);
  const { runs, sweep, report } = await makeDemo(server.url, scratch);
  const idOf = (name: string) => runs.get(name)!;
  const run = `/runs/${idOf('label smoothing')}`;
  const compared = COMPARED.map(idOf).join(',');
  await shoot([
    {
      name: 'runs',
      path: "/?q=tags.demo+%3D+'true'&cols=status,metrics.val_accuracy,metrics.val_balanced_accuracy,metrics.val_loss,params.learning_rate,tags.question,duration",
      before: async (page) => {
        for (const name of ['label smoothing', 'focal loss']) {
          await page.getByRole('checkbox', { name: `Select ${name}` }).click();
        }
        await page.getByText('2 selected').waitFor();
      },
    },
    { name: 'run', path: run, charts: true },
    { name: 'run-failed', path: `/runs/${idOf('diverges')}`, charts: true },
    { name: 'evaluate', path: `${run}?tab=evaluate`, tall: true },
    { name: 'images', path: `${run}?tab=images` },
    {
      name: 'image',
      path: `${run}?tab=images`,
      before: async (page) => {
        await page.getByRole('list', { name: 'Wrong images' }).getByRole('button').first().click();
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'files', path: `${run}?tab=files&file=plots/learning-curves.svg` },
    { name: 'log', path: `${run}?tab=log` },
    { name: 'setup', path: `${run}?tab=setup` },
    { name: 'compare', path: `/compare?runs=${compared}`, charts: true },
    { name: 'leaderboard', path: `/compare?runs=${compared}&tab=leaderboard`, tall: true },
    { name: 'parameters', path: `/compare?runs=${compared}&tab=parameters` },
    { name: 'differences', path: `/compare?runs=${compared}&tab=differences` },
    { name: 'report', path: `/reports/${report}`, charts: true, tall: true },
    { name: 'sweep', path: `/sweeps/${sweep}`, charts: true },
    { name: 'sweep-parameters', path: `/sweeps/${sweep}?tab=parameters`, charts: true, tall: true },
    { name: 'sweep-trials', path: `/sweeps/${sweep}?tab=trials` },
    { name: 'not-found', path: '/runs/none' },
  ]);
  if (keep) {
    console.log(`${server.url} (Ctrl-C ends it)`);
    await new Promise((resolve) => process.once('SIGINT', resolve));
  }
} finally {
  await server.stop();
  await rm(scratch, { recursive: true, force: true });
}

/** Each page in both themes, and narrow in light. */
async function shoot(shots: readonly Shot[]): Promise<void> {
  await mkdir(out, { recursive: true });
  const browser = await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
  try {
    for (const { suffix, viewport, colorScheme } of [
      { suffix: 'light', viewport: WIDE, colorScheme: 'light' as const },
      { suffix: 'dark', viewport: WIDE, colorScheme: 'dark' as const },
      { suffix: 'narrow', viewport: NARROW, colorScheme: 'light' as const },
    ]) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      for (const shot of shots) {
        const page = await context.newPage();
        if (shot.tall) await page.setViewportSize({ ...viewport, height: viewport.height * 2 });
        await page.goto(server.url + shot.path);
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        if (shot.charts)
          await page.locator('[role=img] svg path, main canvas').first().waitFor({ state: 'attached' });
        await shot.before?.(page);
        await page.evaluate(async () => {
          await document.fonts.ready;
          for (const image of document.images) image.loading = 'eager';
          await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
        });
        await page.waitForTimeout(1_000);
        const file = join(out, `${shot.name}-${suffix}.png`);
        await writeFile(file, await small(await page.screenshot()));
        console.log(file);
        await page.close();
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
}

/** A picture with the colours that it needs most: a page has few. */
function small(png: Buffer): Promise<Buffer> {
  return sharp(png).png({ palette: true, colours: 128, effort: 10, dither: 0.5 }).toBuffer();
}
