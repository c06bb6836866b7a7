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

describe.skipIf(program === undefined)(
  `finding runs in a browser (skipped where there is ${NO_CHROMIUM})`,
  () => {
    let folder: string;
    let database: TestDatabase;
    let server: ServerProcess;
    let browser: Browser;
    let writer: RunWriter;
    let page: Page;
    let problems: string[] = [];

    beforeAll(async () => {
      folder = await mkdtemp(path.join(tmpdir(), 'bestiary-find-'));
      database = await createTestDatabase();
      server = await startServerProcess({ DATABASE_URL: database.url, BESTIARY_DATA_DIR: folder });
      writer = new RunWriter(server.url);
      for (const [name, rate, accuracy] of [
        ['slow bear', 0.0001, 0.7],
        ['quick bear', 0.01, 0.9],
        ['quick dragon', 0.1, 0.5],
      ] as const) {
        const id = await writer.create(name, { params: { lr: rate }, tags: { team: 'zoo' } });
        await writer.epoch(id, 0, { val_accuracy: accuracy, val_loss: 1 - accuracy });
        await writer.api.runs.transition.mutate({ id, status: 'finished' });
      }
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
      const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
      page = await context.newPage();
      collectProblems(page, problems);
    });

    afterEach(async () => {
      await page.context().close();
      expect(problems).toEqual([]);
    });

    const visit = (where: string) => page.goto(new URL(where, server.url).href);
    const box = () => page.getByRole('combobox', { name: 'Search runs' });
    const select = (name: string) => page.getByRole('checkbox', { name: `Select ${name}` });

    /** The names in the table, from top to bottom. */
    const names = () =>
      page
        .getByRole('table', { name: 'Runs' })
        .locator('[data-run]')
        .evaluateAll((rows) =>
          rows
            .sort((a, b) => Number(a.getAttribute('data-index')) - Number(b.getAttribute('data-index')))
            .map((row) => row.querySelector('a')!.textContent),
        );

    it('a search of conditions finds what they say, and stays in the address', async () => {
      await visit('/?sort=name');
      await box().fill('metrics.val_accuracy > 0.6 and params.lr <= 1e-3');
      await expect.poll(names).toEqual(['slow bear']);
      await page.reload();
      await expect.poll(names).toEqual(['slow bear']);
      await box().fill('bear');
      await expect.poll(names).toEqual(['quick bear', 'slow bear']);
    });

    it('a search is put together with the keyboard alone', async () => {
      await visit('/?sort=name');
      await page.getByRole('link', { name: 'slow bear' }).waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('val_acc');
      const option = page.getByRole('option', { name: /^metrics\.val_accuracy / });
      await option.waitFor();
      expect(await box().getAttribute('aria-expanded')).toBe('true');
      await page.keyboard.press('ArrowDown');
      await page.keyboard.press('Enter');
      await expect.poll(() => box().inputValue()).toBe('metrics.val_accuracy ');
      await page.getByRole('option', { name: /^>= / }).waitFor();
      await page.keyboard.type('>= 0.7');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Enter');
      await expect.poll(names).toEqual(['quick bear', 'slow bear']);
    });

    it('a mistake is shown at its column while the runs stay, and a click goes there', async () => {
      await visit('/?sort=name');
      await page.getByRole('link', { name: 'slow bear' }).waitFor();
      await box().fill('metrics.val_loss < bad');
      const note = page.getByRole('alert').filter({ hasText: 'Column 20' });
      await note.waitFor();
      expect(await note.locator('mark').innerText()).toBe('bad');
      expect(await box().getAttribute('aria-invalid')).toBe('true');
      expect(await names()).toEqual(['quick bear', 'quick dragon', 'slow bear']);
      await note.getByRole('button').click();
      await page.keyboard.type('0.2');
      await expect.poll(names).toEqual(['quick bear']);
      expect(await note.count()).toBe(0);
    });

    it('an address with a mistake in its search says so and offers to clear it', async () => {
      await visit('/?sort=name&q=params.lr+%3E');
      await page.getByText('The runs could not be listed').waitFor();
      await page.getByRole('button', { name: 'Clear the search' }).click();
      await expect.poll(names).toEqual(['quick bear', 'quick dragon', 'slow bear']);
      problems = problems.filter((problem) => !problem.includes('400')); // the browser's own note
    });

    it('any parameter can be a column, and be sorted by', async () => {
      await visit('/');
      await page.getByRole('button', { name: 'Columns' }).click();
      const picker = page.getByRole('dialog', { name: 'Columns' });
      await picker.getByRole('checkbox', { name: 'lr' }).click();
      await page.keyboard.press('Escape');
      await page.getByRole('columnheader', { name: 'lr' }).getByRole('button').click();
      await expect.poll(names).toEqual(['slow bear', 'quick bear', 'quick dragon']);
      expect(await page.getByRole('row', { name: /slow bear/ }).innerText()).toContain('0.0001');
      await page.reload();
      await expect.poll(names).toEqual(['slow bear', 'quick bear', 'quick dragon']);
      await page.getByRole('columnheader', { name: 'lr' }).waitFor();
    });

    it('a search is saved with its order and columns, chosen and deleted', async () => {
      await visit('/?q=quick&sort=-name&cols=params.lr');
      await expect.poll(names).toEqual(['quick dragon', 'quick bear']);
      await page.getByRole('button', { name: 'Searches' }).click();
      await page.getByRole('textbox', { name: 'Name of this search' }).fill('the quick ones');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^the quick ones/ }).waitFor();
      await visit('/');
      await page.getByRole('button', { name: 'Searches' }).click();
      await page.getByRole('button', { name: /^the quick ones/ }).click();
      await expect.poll(names).toEqual(['quick dragon', 'quick bear']);
      await page.getByRole('columnheader', { name: 'lr' }).waitFor();
      await page.getByRole('button', { name: 'Searches' }).click();
      await page.getByRole('button', { name: 'Delete the search the quick ones' }).click();
      await page.getByText('No search was saved yet').waitFor();
    });

    it('selected runs are tagged, and are found by the tag', async () => {
      await visit('/?sort=name&q=bear');
      await select('quick bear').click();
      await select('slow bear').click();
      await page.getByRole('button', { name: 'Tag', exact: true }).click();
      await page.getByRole('textbox', { name: 'Tag', exact: true }).fill('kind');
      await page.getByRole('textbox', { name: 'Value' }).fill('mammal');
      await page.getByRole('button', { name: 'Set', exact: true }).click();
      await page.getByText('2 runs tagged kind=mammal').waitFor();
      await box().fill("tags.kind = 'mammal'");
      await expect.poll(names).toEqual(['quick bear', 'slow bear']);
    });

    it('the selection outlives a search, and deleted runs come back with Undo', async () => {
      await visit('/?sort=name&q=bear');
      await select('quick bear').click();
      await box().fill('dragon');
      await select('quick dragon').click();
      await page.getByText('2 selected').waitFor();
      await page.getByRole('button', { name: 'Delete', exact: true }).click();
      await page.getByText('2 runs moved to the trash').waitFor();
      await page.getByText('No run matches this filter').waitFor();
      await page.getByRole('button', { name: 'Show all runs' }).click();
      await expect.poll(names).toEqual(['slow bear']);
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(names).toEqual(['quick bear', 'quick dragon', 'slow bear']);
    });

    it('archived runs stand in the archive, and come back from it', async () => {
      await visit('/?sort=name');
      await select('slow bear').click();
      await page.getByRole('button', { name: 'Archive', exact: true }).click();
      await expect.poll(names).toEqual(['quick bear', 'quick dragon']);
      await visit('/?shelf=archived');
      await select('slow bear').click();
      await page.getByRole('button', { name: 'Bring back from the archive' }).click();
      await page.getByText('The archive is empty').waitFor();
      await page.getByRole('button', { name: 'Show active runs' }).click();
      await page.getByRole('link', { name: 'slow bear' }).waitFor();
    });

    it('runs are walked, selected and compared with single keys, which a dialog lists', async () => {
      await visit('/?sort=name');
      await page.getByRole('link', { name: 'slow bear' }).waitFor();
      const focused = () => page.evaluate(() => document.activeElement?.textContent);
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor();
      await page.keyboard.press('Escape');
      await page.getByRole('dialog', { name: 'Keys' }).waitFor({ state: 'detached' });
      await page.keyboard.press('j');
      await expect.poll(focused).toBe('quick bear');
      await page.keyboard.press('x');
      await page.keyboard.press('j');
      await expect.poll(focused).toBe('quick dragon');
      await page.keyboard.press('j');
      await expect.poll(focused).toBe('slow bear');
      await page.keyboard.press('k');
      await expect.poll(focused).toBe('quick dragon');
      await page.keyboard.press('x');
      await page.getByText('2 selected').waitFor();
      await page.keyboard.press('c');
      await page.getByRole('heading', { name: 'Compare runs' }).waitFor();
    });

    it('a phone has the search, its mistakes and the bar of the selection without scrolling sideways', async () => {
      await page.setViewportSize({ width: 390, height: 844 });
      await visit('/?sort=name');
      await select('slow bear').click();
      await page.getByRole('button', { name: 'Tag', exact: true }).click();
      await box().fill('metrics.val_accuracy > "a very long text that is no number at all, and goes on"');
      await page.getByText('Column 24').waitFor();
      expect(
        await page.evaluate(
          () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
        ),
      ).toBe(false);
    });
  },
);
