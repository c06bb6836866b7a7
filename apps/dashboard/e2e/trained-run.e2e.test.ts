import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findChromium, launchChromium, NO_CHROMIUM } from '@bestiary/testing/chromium';
import { collectProblems } from './page-problems.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bundledWeights = join(root, 'libs/models/weights/mobilenet_v2_0.35_procedural.h5');

const program = findChromium();

/** Two classes that no backbone can mistake for ever, and some pictures that it can: circles on noise, of two sizes. */
async function drawImages(folder: string): Promise<void> {
  for (const [name, radius] of [
    ['große Bären', 60],
    ['dragons', 25],
  ] as const) {
    await mkdir(join(folder, name), { recursive: true });
    for (let i = 0; i < 20; i++) {
      const hue = (i * 53) % 360;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="180" height="140"><rect width="100%" height="100%" fill="hsl(${(hue + 120) % 360} 30% ${20 + i}%)"/><circle cx="${60 + i * 3}" cy="70" r="${radius + (i % 7) * 3}" fill="hsl(${hue} 70% 60%)"/></svg>`;
      await sharp(Buffer.from(svg))
        .jpeg()
        .toFile(join(folder, name, `bild ${String(i).padStart(2, '0')}.jpg`));
    }
  }
}

interface TrainResult {
  runId: string;
  url: string;
  epochs: { epoch: number; val_accuracy: number }[];
  final: { accuracy: number; confusion: number[][] };
}

describe.skipIf(program === undefined)(
  `a training, seen in the dashboard (skipped where there is ${NO_CHROMIUM})`,
  () => {
    let folder: string;
    let database: TestDatabase;
    let server: ServerProcess;
    let browser: Browser;
    let page: Page;
    let client: pg.Client;
    let result: TrainResult;
    const problems: string[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'bestiary-e2e-'));
      await drawImages(join(folder, 'images'));
      database = await createTestDatabase();
      client = new pg.Client({ connectionString: database.url });
      await client.connect();
      server = await startServerProcess({
        DATABASE_URL: database.url,
        BESTIARY_DATA_DIR: join(folder, 'data'),
      });
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [
          join(root, 'apps/trainer/bin/bestiary.mjs'),
          ...[
            'train',
            '--data',
            join(folder, 'images'),
            '--weights',
            bundledWeights,
            '--alpha',
            '0.35',
            '--epochs',
            '6',
            '--learning-rate',
            '0.01',
          ],
          ...[
            '--server',
            server.url,
            '--cache-dir',
            join(folder, 'cache'),
            '--wal-dir',
            join(folder, 'wal'),
            '--json',
          ],
        ],
        { maxBuffer: 10_000_000 },
      );
      result = JSON.parse(stdout) as TrainResult;
      browser = await launchChromium(program!);
      page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
      collectProblems(page, problems);
    });

    afterAll(async () => {
      await browser?.close();
      await client?.end();
      await server?.stop();
      await database?.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('shows the accuracy and the confusion matrix that Postgres counts', async () => {
      const { rows: cells } = await client.query<{ predicted: number; label: number; count: number }>(
        `SELECT predicted, label, count(*)::int AS count FROM predictions WHERE run_id = $1 AND split = 'validation' GROUP BY 1, 2`,
        [result.runId],
      );
      const total = cells.reduce((sum, cell) => sum + cell.count, 0);
      const right = cells.reduce((sum, cell) => sum + (cell.predicted === cell.label ? cell.count : 0), 0);
      expect(total).toBe(8);
      expect(result.final.accuracy).toBe(right / total);

      await page.goto(result.url);
      await page.getByText('finished').first().waitFor();
      const figure = page.locator('dl > div', { has: page.getByText('accuracy', { exact: true }) }).first();
      await figure.waitFor();
      expect(await figure.innerText()).toContain(`${right} of ${total}`);
      const table = page.locator('table', { has: page.locator('caption', { hasText: 'Confusion matrix' }) });
      const shown = await table
        .locator('tbody tr')
        .evaluateAll((trs) =>
          trs
            .slice(0, -1)
            .map((tr) => Array.from(tr.querySelectorAll('td'), (td) => Number.parseInt(td.innerText, 10))),
        );
      for (const { predicted, label, count } of cells) expect(shown[predicted]![label]).toBe(count);
      expect(shown.flatMap((row) => row.slice(0, 2)).reduce((a, b) => a + b, 0)).toBe(total);
    });

    it('has every epoch of the training as a durable point', async () => {
      const { rows } = await client.query<{ step: string; value: number }>(
        `SELECT p.step, p.value FROM points p JOIN series s ON s.id = p.series_id WHERE s.run_id = $1 AND s.key = 'val_accuracy' ORDER BY p.step`,
        [result.runId],
      );
      expect(rows.map(({ value }) => value)).toEqual(result.epochs.map((epoch) => epoch.val_accuracy));
    });

    it('lists the run with its data set, and finds it by a word', async () => {
      await page.goto(new URL('/', result.url).href);
      const link = page.locator(`a[href*="${result.runId}"]`).first();
      await link.waitFor();
      await page.goto(new URL('/?q=no-such-run-anywhere', result.url).href);
      await expect.poll(() => page.locator(`a[href*="${result.runId}"]`).count()).toBe(0);
    });

    it('fits a narrow screen, and the console stays silent', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      for (const path of ['/', new URL(result.url).pathname]) {
        await page.goto(new URL(path, result.url).href);
        await page.waitForLoadState('networkidle').catch(() => undefined);
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      }
      expect(problems).toEqual([]);
    });
  },
);
