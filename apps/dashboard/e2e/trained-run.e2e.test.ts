import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import sharp from 'sharp';
import { expect } from 'vitest';
import { browserTest, describeInBrowser } from './browser-test.ts';
import { scrollsSideways } from './page-facts.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const bundledWeights = join(root, 'libs/models/weights/mobilenet_v2_0.35_procedural.h5');

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

/** What a training of the drawn images has printed. */
const it = browserTest.extend('result', { scope: 'file' }, async ({ dataDir, server }) => {
  const images = join(dataDir, 'drawn');
  await drawImages(images);
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [
      join(root, 'apps/trainer/bin/bestiary.mjs'),
      ...['train', '--data', images, '--weights', bundledWeights, '--alpha', '0.35'],
      ...['--epochs', '6', '--learning-rate', '0.01', '--server', server.url],
      ...['--cache-dir', join(dataDir, 'cache'), '--wal-dir', join(dataDir, 'wal'), '--json'],
    ],
    { maxBuffer: 10_000_000 },
  );
  return JSON.parse(stdout) as TrainResult;
});

describeInBrowser('a training, seen in the dashboard', () => {
  // a training may take longer than a test
  it.beforeAll(({ result }) => expect(result.runId).not.toBe(''));

  it('shows the accuracy and the confusion matrix that Postgres counts', async ({ client, page, result }) => {
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
    await expect.poll(() => figure.innerText()).toContain(`${right} of ${total}`);
    const table = page.locator('table', { has: page.locator('caption', { hasText: 'Confusion matrix' }) });
    const counted = [0, 1].map((predicted) =>
      [0, 1].map(
        (label) => cells.find((cell) => cell.predicted === predicted && cell.label === label)?.count ?? 0,
      ),
    );
    await expect
      .poll(() =>
        table
          .locator('tbody tr')
          .evaluateAll((rows) =>
            rows
              .slice(0, 2)
              .map((row) =>
                Array.from(row.querySelectorAll('td'), (cell) => Number.parseInt(cell.innerText, 10)).slice(
                  0,
                  2,
                ),
              ),
          ),
      )
      .toEqual(counted);
  });

  it('has every epoch of the training as a durable point', async ({ client, result }) => {
    const { rows } = await client.query<{ step: string; value: number }>(
      `SELECT p.step, p.value FROM points p JOIN series s ON s.id = p.series_id WHERE s.run_id = $1 AND s.key = 'val_accuracy' ORDER BY p.step`,
      [result.runId],
    );
    expect(rows.map(({ value }) => value)).toEqual(result.epochs.map((epoch) => epoch.val_accuracy));
  });

  it('lists the run with its data set, and finds it by a word', async ({ page, visit, result }) => {
    const link = page.locator(`a[href*="${result.runId}"]`);
    await visit('/');
    await link.first().waitFor();
    await visit('/?q=no-such-run-anywhere');
    await page.getByText('No run matches this filter').waitFor();
    await expect.poll(() => link.count()).toBe(0);
  });

  it('fits a narrow screen', async ({ page, visit, result }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const where of ['/', new URL(result.url).pathname]) {
      await visit(where);
      await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
      await expect.poll(() => scrollsSideways(page)).toBe(false);
    }
  });
});
