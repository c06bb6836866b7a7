import { readFile } from 'node:fs/promises';
import { uuidv7 } from '@bestiary/contracts/id';
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';
import { listens } from './listens.ts';
import { scrollsSideways } from './page-facts.ts';
import type { RunWriter } from './run-writer.ts';

/** `[predicted][label]` at a threshold of 0.5 */
const CELLS = [
  [16, 3],
  [4, 17],
];

async function judgedRun(writer: RunWriter, name: string): Promise<string> {
  const id = await writer.create(name, { params: { epochs: 3 } });
  for (let step = 0; step < 3; step++) await writer.epoch(id, step, { val_loss: 1 - step / 10 });
  await writer.predictions(id, CELLS);
  return id;
}

async function makeReport(writer: RunWriter, title: string, markdown: string): Promise<string> {
  const id = uuidv7();
  await writer.api.reports.save.mutate({ id, title, markdown, changed: null });
  return id;
}

const block = (...lines: string[]) => `\`\`\`bestiary\n${lines.join('\n')}\n\`\`\`\n`;
const charts = (page: Page) => page.getByRole('img', { name: /^val_loss:/ });

describeInBrowser('reports', () => {
  it('a chart of a comparison goes into a new report, and is drawn there as it was', async ({
    writer,
    page,
    visit,
  }) => {
    const runs = [await judgedRun(writer, 'first'), await judgedRun(writer, 'second')];
    await visit(`/compare?runs=${runs.join(',')}&smoothing=0.5`);
    await charts(page).waitFor();
    const add = page.getByRole('button', { name: 'Add val_loss to a report' });
    await listens(add);
    await add.click();
    await page.getByRole('textbox', { name: 'Title of a new report' }).fill('What came out');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('Added to the new report What came out').waitFor();

    await visit('/reports');
    await page.getByRole('link', { name: 'What came out' }).click();
    await page.getByRole('heading', { name: 'What came out' }).waitFor();
    await charts(page).waitFor();
    const [{ id } = { id: '' }] = await writer.api.reports.list.query();
    expect((await writer.api.reports.get.query({ id })).markdown).toBe(
      block(`curves: runs=${runs.join(',')}&metrics=val_loss&smoothing=0.5`),
    );
  });

  it('is written beside how it looks, keeps text safe, says which runs are gone, and is saved', async ({
    writer,
    page,
    visit,
    problems,
  }) => {
    problems.allow(/404/);
    const run = await judgedRun(writer, 'judged');
    const id = await makeReport(writer, 'Draft', '');
    await visit(`/reports/${id}?edit=true`);
    const text = page.getByRole('textbox', { name: 'Report in Markdown' });
    await listens(text);
    const markdown = `# Found\n\n<img src=x onerror=alert(1)> **bold**\n\n${block(`matrix: run=${run}`, `roc: run=${uuidv7()}`, 'nonsense: a')}`;
    await text.fill(markdown);
    const preview = page.getByRole('region', { name: 'Preview' });
    await preview.getByText('"nonsense: a" draws nothing', { exact: false }).waitFor();
    await preview.getByText('The run of this chart is gone').waitFor();
    await preview.getByRole('button', { name: /labelled bear, predicted dragon.*show the images/ }).waitFor();
    await preview.getByText('<img src=x onerror=alert(1)>', { exact: false }).waitFor();
    await expect.poll(() => preview.locator('strong').innerText()).toBe('bold');

    await page.getByRole('textbox', { name: 'Title' }).fill('Found out');
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await page.getByRole('heading', { name: 'Found out', level: 1 }).waitFor();
    await expect.poll(async () => (await writer.api.reports.get.query({ id })).markdown).toBe(markdown);
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Save as Markdown' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('Found-out.md');
    expect(await readFile(await saved.path(), 'utf8')).toBe(markdown);
  });

  it('a click into a chart of a report opens its images there, and leaves its other charts as they are', async ({
    writer,
    page,
    visit,
  }) => {
    const run = await judgedRun(writer, 'clicked');
    const id = await makeReport(
      writer,
      'Two matrices',
      block(`matrix: run=${run}`, `matrix: run=${run}&threshold=1`),
    );
    await visit(`/reports/${id}`);
    const cell = page.getByRole('button', { name: /^4 labelled bear, predicted dragon.*show the images/ });
    await cell.waitFor();
    await cell.click();
    const images = page.getByRole('region', { name: 'Images of what was chosen' });
    await images.getByText('Labelled bear, predicted dragon').waitFor();
    await expect.poll(() => images.getByRole('button', { name: /label .*, predicted/ }).count()).toBe(4);
    await expect.poll(() => images.count()).toBe(1);
    await expect.poll(() => page.url()).not.toContain('show');
  });

  it('one that was deleted comes back; a link to one that is gone says so', async ({
    writer,
    page,
    visit,
    problems,
  }) => {
    problems.allow(/404/);
    const id = await makeReport(writer, 'Short-lived', 'text');
    await visit('/reports');
    await page.getByRole('button', { name: 'Delete Short-lived' }).click();
    await page.getByText('Short-lived was deleted').waitFor();
    await page.getByRole('link', { name: 'Short-lived' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByRole('link', { name: 'Short-lived' }).waitFor();
    await writer.api.reports.delete.mutate({ id });
    const answer = await visit(`/reports/${id}`);
    expect(answer.status()).toBe(404);
  });

  it('on a narrow screen it is written or looked at', async ({ writer, page, visit }) => {
    const run = await judgedRun(writer, 'narrow');
    const id = await makeReport(writer, 'Narrow', `text\n\n${block(`curves: runs=${run}&metrics=val_loss`)}`);
    await page.setViewportSize({ width: 390, height: 844 });
    await visit(`/reports/${id}?edit=true`);
    const text = page.getByRole('textbox', { name: 'Report in Markdown' });
    await text.waitFor();
    await page.getByText('Preview', { exact: true }).click();
    await charts(page).waitFor();
    await text.waitFor({ state: 'hidden' });
    await expect.poll(() => scrollsSideways(page)).toBe(false);
  });
});
