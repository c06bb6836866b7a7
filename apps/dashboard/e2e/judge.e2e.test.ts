import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium, launchChromium, NO_CHROMIUM } from '@bestiary/testing/chromium';
import { createTestDatabase, type TestDatabase } from '@bestiary/testing/test-database';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collectProblems } from './page-problems.ts';
import { RunWriter } from './run-writer.ts';
import { startServerProcess, type ServerProcess } from './server-process.ts';

const program = findChromium();
if (program === undefined) console.warn(NO_CHROMIUM);

/** `[predicted][label]` at a threshold of 0.5 */
const CELLS = [
  [16, 3],
  [4, 17],
];
const COUNT = CELLS.flat().reduce((a, b) => a + b, 0);

describe.skipIf(program === undefined)(
  `judging one run in a browser (skipped where there is ${NO_CHROMIUM})`,
  () => {
    let folder: string;
    let database: TestDatabase;
    let server: ServerProcess;
    let browser: Browser;
    let writer: RunWriter;
    let page: Page;
    let problems: string[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'bestiary-judge-'));
      database = await createTestDatabase();
      server = await startServerProcess({ DATABASE_URL: database.url, BESTIARY_DATA_DIR: folder });
      writer = new RunWriter(server.url);
      browser = await launchChromium(program!);
    });

    afterAll(async () => {
      await browser?.close();
      await server?.stop();
      await database?.close();
      await rm(folder, { recursive: true, force: true });
    });

    beforeEach(async () => {
      problems = [];
      const context = await browser.newContext({ viewport: { width: 1_440, height: 1_000 } });
      page = await context.newPage();
      collectProblems(page, problems);
    });

    afterEach(async () => {
      await page.context().close();
      expect(problems).toEqual([]);
    });

    async function twoClassRun(name: string): Promise<string> {
      const id = await writer.create(name);
      await writer.predictions(id, CELLS);
      await writer.api.runs.transition.mutate({ id, status: 'finished' });
      return id;
    }

    /** A run of so many classes, each image predicted as its label or as the class after it. */
    async function manyClassRun(name: string, classes: number, images: number): Promise<string> {
      const id = await writer.create(name);
      await writer.api.predictions.log.mutate({
        runId: id,
        split: 'validation',
        predictions: Array.from({ length: images }, (_, i) => {
          const label = i % classes;
          const predicted = i % 7 === 0 ? (label + 1) % classes : label;
          const rest = 0.3 / (classes - 1);
          return {
            image: i.toString(16).padStart(64, '0'),
            path: `${label}/${i}.png`,
            label,
            predicted,
            probabilities: Array.from({ length: classes }, (_, c) => (c === predicted ? 0.7 : rest)),
          };
        }),
      });
      await writer.api.runs.transition.mutate({ id, status: 'finished' });
      return id;
    }

    const visit = (id: string, search = '') =>
      page.goto(new URL(`/runs/${id}?tab=evaluate${search}`, server.url).href);
    const images = () => page.getByRole('region', { name: 'Images of what was chosen' });
    const shown = () =>
      images()
        .getByRole('button', { name: /label .*, predicted/ })
        .count();
    const cell = (label: string, predicted: string) =>
      page.getByRole('button', {
        name: new RegExp(`labelled ${label}, predicted ${predicted}.*show the images`),
      });
    const search = () => new URL(page.url()).searchParams;

    it('the threshold moves matrix, rates, cost and images at once, and is in the address', async () => {
      const id = await twoClassRun('moves');
      await visit(id);
      const slider = page.getByRole('slider', { name: 'Threshold', exact: true });
      await slider.waitFor();
      const right = CELLS[0]![0]! + CELLS[1]![1]!;
      await page.getByRole('button', { name: `accuracy: ${right} of ${COUNT} images, show them` }).waitFor();
      await expect.poll(shown).toBe(COUNT - right);

      await page.getByRole('spinbutton', { name: 'Threshold, as a number' }).fill('1');
      // nothing is predicted as the second class: all of its images are wrong
      await page.getByRole('button', { name: `accuracy: 20 of ${COUNT} images, show them` }).waitFor();
      await page.getByText('0.5000 an image').waitFor();
      await expect.poll(shown).toBe(20);
      await expect.poll(() => search().get('threshold')).toBe('1');

      await page.reload();
      await page.getByRole('button', { name: `accuracy: 20 of ${COUNT} images, show them` }).waitFor();
      await slider.focus();
      await page.keyboard.press('Home');
      await expect.poll(shown).toBe(20);
      await expect.poll(() => search().get('threshold')).toBe('0');
      await page.getByRole('button', { name: '0.5', exact: true }).click();
      await expect.poll(shown).toBe(COUNT - right);
    });

    it('a cell, a rate, a bar, a bin and a slice each open exactly their images, and Back goes back', async () => {
      const id = await twoClassRun('opens');
      await visit(id);
      await cell('bear', 'dragon').click();
      await images().getByText('Labelled bear, predicted dragon').waitFor();
      await expect.poll(shown).toBe(CELLS[1]![0]!);
      expect(search().get('show')).toBe('cell-1-0');

      await page.getByRole('button', { name: /^precision of dragon: .* show them/ }).click();
      await images().getByText('Predicted dragon').waitFor();
      await expect.poll(shown).toBe(CELLS[1]![0]! + CELLS[1]![1]!);
      await page.goBack();
      await expect.poll(shown).toBe(CELLS[1]![0]!);

      const bar = page.getByRole('option', { name: /labelled dragon$/ }).last();
      const inBar = Number(/: (\d+) labelled/.exec((await bar.getAttribute('aria-label'))!)![1]);
      await bar.click();
      await expect.poll(shown).toBe(inBar);

      const bin = page.getByRole('button', { name: /^Confidence .* came true$/ }).first();
      const inBin = Number(/of (\d+) came true/.exec((await bin.getAttribute('aria-label'))!)![1]);
      await bin.click();
      await expect.poll(shown).toBe(inBin);

      await page.getByRole('button', { name: 'label dragon', exact: true }).click();
      await expect.poll(shown).toBe(20);
      expect(search().get('show')).toBe('slice-class-dragon');
      await page.reload();
      await images().getByText('label: dragon').waitFor();
      await expect.poll(shown).toBe(20);
    });

    it('a chosen threshold is kept with the run, shown in its header, and can be undone', async () => {
      const id = await twoClassRun('keeps');
      await visit(id, '&threshold=0.7');
      await page.getByRole('button', { name: 'Save 0.7 with the run' }).click();
      await page.getByRole('button', { name: '0.7 is saved' }).waitFor();
      await page.getByRole('link', { name: '0.7' }).waitFor();
      expect((await writer.api.runs.get.query({ id })).tags).toMatchObject({ threshold: '0.7' });
      await visit(id);
      await page.getByRole('slider', { name: 'Threshold', exact: true }).waitFor();
      expect(await page.getByRole('spinbutton', { name: 'Threshold, as a number' }).inputValue()).toBe('0.7');
      await page.getByRole('spinbutton', { name: 'Threshold, as a number' }).fill('0.6');
      await page.getByRole('button', { name: 'Save 0.6 with the run' }).click();
      await page.getByRole('button', { name: 'Undo' }).click();
      await page.getByText('Saved with the run: 0.7').waitFor();
      expect((await writer.api.runs.get.query({ id })).tags).toMatchObject({ threshold: '0.7' });
    });

    it('dearer mistakes of one kind move the cheapest threshold, and a curve is walked with keys', async () => {
      const id = await twoClassRun('costs');
      await visit(id);
      const cheapest = page.getByRole('button', { name: /^least cost/ });
      await cheapest.waitFor();
      const before = await cheapest.innerText();
      await page.getByRole('spinbutton', { name: 'dragon called bear' }).fill('50');
      await expect.poll(() => cheapest.innerText()).not.toBe(before);
      await cheapest.click();
      await expect.poll(() => cheapest.getAttribute('aria-pressed')).toBe('true');
      expect(search().get('costs')).toBe('1,50');

      const roc = page.getByRole('slider', { name: 'ROC curve of dragon' });
      await roc.focus();
      await page.keyboard.press('End');
      await expect
        .poll(() => roc.getAttribute('aria-valuetext'))
        .toMatch(/100\.0 % of dragon found, 100\.0 % of bear taken for it/);
      await page.keyboard.press('Enter');
      await images().getByText('Predicted dragon').waitFor();
    });

    it('temperature scaling is offered, with figures before and after', async () => {
      const id = await twoClassRun('scales');
      await visit(id);
      await page.getByRole('checkbox', { name: 'temperature scaling' }).click();
      await page.getByRole('columnheader', { name: 'scaled' }).waitFor();
      await page.getByText(/^Temperature \d/).waitFor();
      await expect.poll(() => search().get('scaled')).toBe('true');
    });

    it('two hundred classes are walked with keys, zoomed, ordered, turned, and sorted', async () => {
      const id = await manyClassRun('many', 200, 1_400);
      await visit(id);
      const matrix = page.getByRole('application', {
        name: /^Confusion matrix of 200 classes, rows are predictions/,
      });
      await matrix.focus();
      await page.keyboard.press('ArrowDown');
      await page.getByText(/labelled 0, predicted 0/).waitFor();
      await page.keyboard.press('+');
      await page.keyboard.press('ArrowDown');
      await page.getByText(/labelled 0, predicted 1/).waitFor();
      await page.keyboard.press('Enter');
      await images().getByText('Labelled 0, predicted 1').waitFor();
      await expect.poll(shown).toBe(1);
      await page.getByRole('button', { name: 'Show all (0)' }).click();
      await page.getByRole('radio', { name: 'worst first' }).click();
      await page.getByRole('button', { name: 'turn', exact: true }).click();
      await page
        .getByRole('application', { name: /^Confusion matrix of 200 classes, rows are labels/ })
        .waitFor();
      expect(search().get('order')).toBe('worst');
      const classes = page.getByRole('region', { name: 'Classes' });
      await classes.getByRole('button', { name: 'recall' }).click();
      await expect
        .poll(() => classes.getByRole('columnheader', { name: 'recall' }).getAttribute('aria-sort'))
        .toBe('ascending');
      await page.getByRole('combobox').selectOption('7');
      await page.getByRole('slider', { name: 'ROC curve of 7' }).waitFor();
    });

    it('one label, no predictions, and a run that still goes on are said, not drawn', async () => {
      const one = await writer.create('one label');
      await writer.predictions(one, [
        [3, 0],
        [2, 0],
      ]);
      await visit(one);
      await page.getByText('All 5 images are labelled bear').first().waitFor();
      await visit(one, '&split=test');
      await page.getByText('No predictions of test images').waitFor();

      const running = await writer.create('goes on');
      await visit(running);
      await page.getByText('they appear here by themselves').waitFor();
      await writer.predictions(running, CELLS);
      await page.getByRole('slider', { name: 'Threshold', exact: true }).waitFor();
    });

    it.each([390, 2_560])('fits %i pixels', async (width) => {
      const id = await manyClassRun('fits', 14, 280);
      await page.setViewportSize({ width, height: 900 });
      for (const run of [id, await twoClassRun('fits too')]) {
        await visit(run);
        await page.getByRole('region', { name: 'Calibration' }).waitFor();
        expect(
          await page.evaluate(
            () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
          ),
        ).toBe(0);
      }
    });
  },
);
