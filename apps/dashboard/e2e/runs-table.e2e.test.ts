import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';
import { listedRuns } from './page-facts.ts';

const columnWidth = (page: Page, name: string) =>
  page
    .getByRole('columnheader', { name })
    .first()
    .evaluate((cell) => Math.round(cell.getBoundingClientRect().width));
const selected = (page: Page) => page.getByRole('region', { name: 'Selected runs' });

describeInBrowser('the table of runs', () => {
  it.beforeAll(async ({ writer }) => {
    for (const [seed, accuracy] of [0.7, 0.8, 0.9].entries()) {
      const id = await writer.create(`repeat ${seed}`, { params: { lr: 0.01, seed }, tags: { team: 'zoo' } });
      await writer.epoch(id, 0, { val_accuracy: accuracy });
      await writer.api.runs.transition.mutate({ id, status: 'finished' });
    }
    const parent = await writer.create('folds', { params: { lr: 0.5 } });
    for (const fold of [1, 2]) {
      const id = await writer.create(`fold ${fold}`, { parentId: parent, params: { lr: 0.5, fold } });
      await writer.api.runs.transition.mutate({ id, status: 'finished' });
    }
    await writer.api.runs.transition.mutate({ id: parent, status: 'finished' });
  });

  it('repeats over seeds are one row with mean, standard deviation and n, which opens', async ({
    page,
    visit,
  }) => {
    await visit('/?sort=name');
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByRole('button', { name: 'Repeats over seeds' }).click();
    const group = page.getByRole('row', { name: /lr 0\.01 3 runs/ });
    await expect.poll(() => group.innerText()).toContain('0.8000 ± 0.1000');
    await expect.poll(() => group.innerText()).toContain('best 0.9000 · n 3');
    await group.getByRole('button', { name: 'Runs of lr 0.01' }).click();
    await expect.poll(() => listedRuns(page)).toEqual(['repeat 0', 'repeat 1', 'repeat 2']);
    await page.reload();
    await group.waitFor();
  });

  it('runs are grouped by any tag; those without it are one group', async ({ page, visit }) => {
    await visit('/');
    await page.getByRole('button', { name: 'Group', exact: true }).click();
    await page.getByRole('button', { name: 'team' }).click();
    await page.getByRole('row', { name: /team zoo 3 runs/ }).waitFor();
    await page.getByRole('row', { name: /no team 3 runs/ }).waitFor();
  });

  it('a tree shows a run once, and those that it made below it', async ({ page, visit }) => {
    await visit('/?sort=name&group=tree');
    await expect.poll(() => listedRuns(page)).toEqual(['folds', 'repeat 0', 'repeat 1', 'repeat 2']);
    await page.getByRole('button', { name: 'Runs made by folds' }).click();
    await expect
      .poll(() => listedRuns(page))
      .toEqual(['folds', 'fold 1', 'fold 2', 'repeat 0', 'repeat 1', 'repeat 2']);
    await page.getByRole('link', { name: 'folds' }).focus();
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => listedRuns(page)).toEqual(['folds', 'repeat 0', 'repeat 1', 'repeat 2']);
  });

  it('a column is made wider with the keyboard and with the pointer, and stays so', async ({
    page,
    visit,
  }) => {
    await visit('/');
    await page.getByRole('link', { name: 'repeat 0' }).waitFor();
    const edge = page.getByRole('separator', { name: 'Width of Status' });
    const before = await columnWidth(page, 'Status');
    await edge.focus();
    await edge.press('ArrowRight');
    await edge.press('ArrowRight');
    await expect.poll(() => columnWidth(page, 'Status')).toBe(before + 16);
    const place = (await edge.boundingBox())!;
    await page.mouse.move(place.x + place.width / 2, place.y + place.height / 2);
    await page.mouse.down();
    await page.mouse.move(place.x + place.width / 2 + 64, place.y + place.height / 2, { steps: 4 });
    await page.mouse.up();
    await expect.poll(() => columnWidth(page, 'Status')).toBe(before + 80);
    await page.reload();
    await expect.poll(() => columnWidth(page, 'Status')).toBe(before + 80);
    await edge.dblclick();
    await expect.poll(() => columnWidth(page, 'Status')).toBe(before);
  });

  it('a pinned column comes first and stays in view, and a saved search keeps it', async ({
    page,
    visit,
  }) => {
    await visit('/?widths=30:status,30:dataset,30:duration,30:started');
    await page.getByRole('button', { name: 'Columns' }).click();
    await page.getByRole('button', { name: 'Keep Val. accuracy in view' }).click();
    await page.getByRole('button', { name: 'Let Val. accuracy move' }).waitFor();
    await page.keyboard.press('Escape');
    const cell = page.getByRole('columnheader', { name: 'Val. accuracy' });
    const left = () => cell.evaluate((node) => Math.round(node.getBoundingClientRect().left));
    const before = await left();
    await page.getByRole('separator', { name: 'Width of Started' }).focus(); // far on the right
    await expect
      .poll(() =>
        page.getByRole('columnheader', { name: 'Status' }).evaluate((n) => n.getBoundingClientRect().left),
      )
      .toBeLessThan(0);
    await expect.poll(left).toBe(before);
    await page.getByRole('button', { name: 'Searches' }).click();
    await page.getByRole('textbox', { name: 'Name of this search' }).fill('pinned one');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^pinned one/ }).waitFor();
    await visit('/');
    await page.getByRole('button', { name: 'Searches' }).click();
    await page.getByRole('button', { name: /^pinned one/ }).click();
    await expect.poll(left).toBe(before);
  });

  it('a run is renamed and tagged from its row', async ({ page, visit, writer }) => {
    const id = await writer.create('in the row');
    await writer.api.runs.transition.mutate({ id, status: 'finished' });
    await visit('/?q=row');
    await page.getByRole('link', { name: 'in the row' }).focus();
    await page.keyboard.press('r');
    await page.getByRole('textbox', { name: 'Name' }).fill('another in a row');
    await page.keyboard.press('Enter');
    await expect.poll(() => listedRuns(page)).toEqual(['another in a row']);
    await page.getByRole('row', { name: /another in a row/ }).hover();
    await page.getByRole('button', { name: 'Actions on another in a row' }).first().click();
    await page.getByRole('menuitem', { name: 'Tags' }).click();
    await page.getByRole('textbox', { name: 'Tag' }).fill('kind');
    await page.getByRole('textbox', { name: 'Value' }).fill('beast');
    await page.keyboard.press('Enter');
    await expect.poll(async () => (await writer.api.runs.get.query({ id })).tags).toEqual({ kind: 'beast' });
    await writer.api.bulk.trash.mutate({ ids: [id] });
  });

  it('what is selected is so still after a look at a run, and a bulk tag is taken back', async ({
    page,
    visit,
    writer,
  }) => {
    await visit('/?sort=name');
    await page.getByRole('checkbox', { name: 'Select repeat 0' }).click();
    await page.getByRole('checkbox', { name: 'Select folds' }).click();
    await page.getByRole('link', { name: 'repeat 1' }).click();
    await page.getByRole('heading', { level: 1, name: 'repeat 1' }).waitFor();
    await page.getByRole('link', { name: 'Bestiary' }).click();
    await selected(page).getByText('2 selected').waitFor();
    await selected(page).getByRole('button', { name: 'Tag', exact: true }).click();
    await page.getByRole('textbox', { name: 'Tag', exact: true }).fill('team');
    await page.getByRole('textbox', { name: 'Value' }).fill('museum');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByText('2 runs tagged team=museum').waitFor();
    const teams = async () => {
      const { runs } = await writer.api.runs.list.query({
        where: 'tags.team is not null',
        sort: { by: 'name', direction: 'asc' },
      });
      return runs.map((run) => [run.name, run.tags['team']]);
    };
    await expect.poll(teams).toContainEqual(['folds', 'museum']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(teams).toEqual(['repeat 0', 'repeat 1', 'repeat 2'].map((name) => [name, 'zoo']));
  });
});
