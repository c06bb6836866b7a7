import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';
import { listedRuns, scrollsSideways } from './page-facts.ts';

const box = (page: Page) => page.getByRole('combobox', { name: 'Search runs' });
const select = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}` });

describeInBrowser('finding runs', () => {
  it.beforeAll(async ({ writer }) => {
    for (const [name, rate, accuracy] of [
      ['slow bear', 0.0001, 0.7],
      ['quick bear', 0.01, 0.9],
      ['quick dragon', 0.1, 0.5],
    ] as const) {
      const id = await writer.create(name, { params: { lr: rate }, tags: { team: 'zoo' } });
      await writer.epoch(id, 0, { val_accuracy: accuracy, val_loss: 1 - accuracy });
      await writer.api.runs.transition.mutate({ id, status: 'finished' });
    }
  });

  it('a search of conditions finds what they say, and stays in the address', async ({ page, visit }) => {
    await visit('/?sort=name');
    await box(page).fill('metrics.val_accuracy > 0.6 and params.lr <= 1e-3');
    await expect.poll(() => listedRuns(page)).toEqual(['slow bear']);
    await page.reload();
    await expect.poll(() => listedRuns(page)).toEqual(['slow bear']);
    await box(page).fill('bear');
    await expect.poll(() => listedRuns(page)).toEqual(['quick bear', 'slow bear']);
  });

  it('a search is put together with the keyboard alone', async ({ page, visit }) => {
    await visit('/?sort=name');
    await page.getByRole('link', { name: 'slow bear' }).waitFor();
    await expect
      .poll(async () => {
        await page.keyboard.press('/'); // is listened to by the window, a moment after the controls
        return box(page).evaluate((node) => node === document.activeElement);
      })
      .toBe(true);
    await box(page).fill('');
    await page.keyboard.type('val_acc');
    const option = page.getByRole('option', { name: /^metrics\.val_accuracy / });
    await option.waitFor();
    await expect.poll(() => box(page).getAttribute('aria-expanded')).toBe('true');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => box(page).inputValue()).toBe('metrics.val_accuracy ');
    await page.getByRole('option', { name: /^>= / }).waitFor();
    await page.keyboard.type('>= 0.7');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Enter');
    await expect.poll(() => listedRuns(page)).toEqual(['quick bear', 'slow bear']);
  });

  it('a mistake is shown at its column while the runs stay, and a click goes there', async ({
    page,
    visit,
  }) => {
    await visit('/?sort=name');
    await page.getByRole('link', { name: 'slow bear' }).waitFor();
    await box(page).fill('metrics.val_loss < bad');
    const note = page.getByRole('alert').filter({ hasText: 'Column 20' });
    await note.waitFor();
    await expect.poll(() => note.locator('mark').innerText()).toBe('bad');
    await expect.poll(() => box(page).getAttribute('aria-invalid')).toBe('true');
    await expect.poll(() => listedRuns(page)).toEqual(['quick bear', 'quick dragon', 'slow bear']);
    await note.getByRole('button').click();
    await page.keyboard.type('0.2');
    await expect.poll(() => listedRuns(page)).toEqual(['quick bear']);
    await note.waitFor({ state: 'detached' });
  });

  it('an address with a mistake in its search says so and offers to clear it', async ({
    problems,
    page,
    visit,
  }) => {
    await visit('/?sort=name&q=params.lr+%3E');
    await page.getByText('The runs could not be listed').waitFor();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await expect.poll(() => listedRuns(page)).toEqual(['quick bear', 'quick dragon', 'slow bear']);
    problems.allow(/400/); // the browser's own note
  });

  it('any parameter can be a column, and be sorted by', async ({ page, visit }) => {
    await visit('/');
    await page.getByRole('button', { name: 'Columns' }).click();
    const picker = page.getByRole('dialog', { name: 'Columns' });
    await picker.getByRole('checkbox', { name: 'lr' }).click();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'lr' }).getByRole('button').click();
    await expect.poll(() => listedRuns(page)).toEqual(['slow bear', 'quick bear', 'quick dragon']);
    const row = page.getByRole('row', { name: /slow bear/ });
    await expect.poll(() => row.innerText()).toContain('0.0001');
    await page.reload();
    await expect.poll(() => listedRuns(page)).toEqual(['slow bear', 'quick bear', 'quick dragon']);
    await page.getByRole('columnheader', { name: 'lr' }).waitFor();
  });

  it('a search is saved with its order and columns, chosen and deleted', async ({ page, visit }) => {
    await visit('/?q=quick&sort=-name&cols=params.lr');
    await expect.poll(() => listedRuns(page)).toEqual(['quick dragon', 'quick bear']);
    await page.getByRole('button', { name: 'Searches' }).click();
    await page.getByRole('textbox', { name: 'Name of this search' }).fill('the quick ones');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /^the quick ones/ }).waitFor();
    await visit('/');
    await page.getByRole('button', { name: 'Searches' }).click();
    await page.getByRole('button', { name: /^the quick ones/ }).click();
    await expect.poll(() => listedRuns(page)).toEqual(['quick dragon', 'quick bear']);
    await page.getByRole('columnheader', { name: 'lr' }).waitFor();
    await page.getByRole('button', { name: 'Searches' }).click();
    await page.getByRole('button', { name: 'Delete the search the quick ones' }).click();
    await page.getByText('No search was saved yet').waitFor();
  });

  it('selected runs are tagged, and are found by the tag', async ({ page, visit }) => {
    await visit('/?sort=name&q=bear');
    await select(page, 'quick bear').click();
    await select(page, 'slow bear').click();
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await page.getByRole('textbox', { name: 'Tag', exact: true }).fill('kind');
    await page.getByRole('textbox', { name: 'Value' }).fill('mammal');
    await page.getByRole('button', { name: 'Set', exact: true }).click();
    await page.getByText('2 runs tagged kind=mammal').waitFor();
    await box(page).fill("tags.kind = 'mammal'");
    await expect.poll(() => listedRuns(page)).toEqual(['quick bear', 'slow bear']);
  });

  it('the selection outlives a search, and deleted runs come back with Undo', async ({ page, visit }) => {
    await visit('/?sort=name&q=bear');
    await select(page, 'quick bear').click();
    await box(page).fill('dragon');
    await select(page, 'quick dragon').click();
    await page.getByText('2 selected').waitFor();
    await page.getByRole('button', { name: 'Delete', exact: true }).click();
    await page.getByText('2 runs moved to the trash').waitFor();
    await page.getByText('No run matches this filter').waitFor();
    await page.getByRole('button', { name: 'Show all runs' }).click();
    await expect.poll(() => listedRuns(page)).toEqual(['slow bear']);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => listedRuns(page)).toEqual(['quick bear', 'quick dragon', 'slow bear']);
  });

  it('archived runs stand in the archive, and come back from it', async ({ page, visit }) => {
    await visit('/?sort=name');
    await select(page, 'slow bear').click();
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await expect.poll(() => listedRuns(page)).toEqual(['quick bear', 'quick dragon']);
    await visit('/?shelf=archived');
    await select(page, 'slow bear').click();
    await page.getByRole('button', { name: 'Bring back from the archive' }).click();
    await page.getByText('The archive is empty').waitFor();
    await page.getByRole('button', { name: 'Show active runs' }).click();
    await page.getByRole('link', { name: 'slow bear' }).waitFor();
  });

  it('runs are walked, selected and compared with single keys, which a dialog lists', async ({
    page,
    visit,
  }) => {
    await visit('/?sort=name');
    await page.getByRole('link', { name: 'slow bear' }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await expect
      .poll(async () => {
        await page.keyboard.press('?'); // is listened to by the window, a moment after the controls
        return keys.count();
      })
      .toBe(1);
    await page.keyboard.press('Escape');
    await keys.waitFor({ state: 'detached' });
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

  it('a phone has the search, its mistakes and the bar of the selection without scrolling sideways', async ({
    page,
    visit,
  }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await visit('/?sort=name');
    await select(page, 'slow bear').click();
    await page.getByRole('button', { name: 'Tag', exact: true }).click();
    await box(page).fill('metrics.val_accuracy > "a very long text that is no number at all, and goes on"');
    await page.getByText('Column 24').waitFor();
    await expect.poll(() => scrollsSideways(page)).toBe(false);
  });
});
