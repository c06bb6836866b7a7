import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { chromium, type Page } from 'playwright-core';
import { connect } from './api.ts';
import { findChromium } from './chromium.ts';
import { preparePictures } from './pictures.ts';
import { play } from './play.ts';
import { startServer } from './server.ts';
import { STORIES } from './story.ts';

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
  /** only what is on the screen, not the whole page */
  screenOnly?: boolean;
}

const { out, keep } = new Command()
  .description('Draws docs/screenshots: the real server, runs made through its API, a real browser.')
  .option('--out <folder>', 'where to', DOCS)
  .option('--keep', 'leave the server running until Ctrl-C, to look around')
  .parse()
  .opts<{ out: string; keep?: boolean }>();

const scratch = await mkdtemp(join(tmpdir(), 'bestiary-pictures-'));
const server = await startServer();
try {
  await shoot([{ name: 'first-run', path: '/', screenOnly: true }]);
  const api = connect(server.url);
  const set = await preparePictures(api, server.url, scratch);
  const ids = new Map<string, string>();
  for (const story of STORIES.toReversed()) {
    ids.set(story.name, await play(api, server.url, story, set));
  }
  const idOf = (name: string) => ids.get(name)!;
  const run = `/runs/${idOf('baseline, frozen base')}`;
  const compared = ['baseline, frozen base', 'dropout 0.4', 'learning rate 1e-3', 'batch 32'].map(idOf);
  await shoot([
    { name: 'runs', path: '/', screenOnly: true },
    { name: 'run', path: run, charts: true },
    { name: 'run-live', path: `/runs/${idOf('warm start, sixty epochs')}`, charts: true, screenOnly: true },
    { name: 'run-failed', path: `/runs/${idOf('learning rate 3')}`, charts: true, screenOnly: true },
    { name: 'evaluate', path: `${run}?tab=evaluate` },
    { name: 'images', path: `${run}?tab=images` },
    {
      name: 'image',
      path: `${run}?tab=images`,
      screenOnly: true,
      before: async (page) => {
        await page.getByRole('list', { name: 'Wrong images' }).getByRole('button').first().click();
        await page.getByRole('dialog').waitFor();
      },
    },
    { name: 'files', path: `${run}?tab=files&file=plots/learning-curves.svg`, screenOnly: true },
    { name: 'log', path: `${run}?tab=log`, screenOnly: true },
    { name: 'setup', path: `${run}?tab=setup`, screenOnly: true },
    { name: 'compare', path: `/compare?runs=${compared.join(',')}`, charts: true },
    { name: 'not-found', path: '/runs/none', screenOnly: true },
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
        await page.goto(server.url + shot.path);
        await page.locator('[aria-busy=true]').waitFor({ state: 'detached' });
        if (shot.charts)
          await page.locator('[role=img] svg path[stroke-width="2"], main canvas').first().waitFor();
        await shot.before?.(page);
        await page.evaluate(async () => {
          await document.fonts.ready;
          for (const image of document.images) image.loading = 'eager';
          await Promise.all([...document.images].map((image) => image.decode().catch(() => undefined)));
        });
        await page.waitForTimeout(400);
        const file = join(out, `${shot.name}-${suffix}.png`);
        await page.screenshot({ path: file, fullPage: !shot.screenOnly });
        console.log(file);
        await page.close();
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
}
