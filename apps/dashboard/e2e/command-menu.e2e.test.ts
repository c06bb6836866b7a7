import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';

const menu = (page: Page) => page.getByRole('dialog', { name: 'Commands and runs' });

/** Presses the menu's key until it is there: the page listens a moment after it is shown. */
async function openMenu(page: Page): Promise<void> {
  await expect
    .poll(async () => {
      if ((await menu(page).count()) === 0) await page.keyboard.press('Control+k');
      return menu(page).isVisible();
    })
    .toBe(true);
}

describeInBrowser('the command menu', () => {
  it.beforeAll(async ({ writer }) => {
    for (const name of ['quick bear', 'slow dragon']) {
      const id = await writer.create(name);
      await writer.api.runs.transition.mutate({ id, status: 'finished' });
    }
  });

  it('finds a run by its name on any page, with the keyboard alone', async ({ page, visit }) => {
    await visit('/');
    await openMenu(page);
    await page.keyboard.type('dragon');
    await menu(page)
      .getByRole('option', { name: /slow dragon/ })
      .waitFor();
    await expect.poll(() => menu(page).getByRole('option').count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { level: 1, name: 'slow dragon' }).waitFor();
    await openMenu(page);
    await page.keyboard.type('bear');
    await menu(page)
      .getByRole('option', { name: /quick bear/ })
      .click();
    await page.getByRole('heading', { level: 1, name: 'quick bear' }).waitFor();
  });

  it('does what the page offers, and gives the focus back when it is left', async ({ page, visit }) => {
    await visit('/');
    const button = page.getByRole('button', { name: 'Find or do' });
    await button.focus();
    await openMenu(page);
    await page.keyboard.press('Escape');
    await menu(page).waitFor({ state: 'detached' });
    await expect.poll(() => button.evaluate((node) => node === document.activeElement)).toBe(true);
    await openMenu(page);
    await page.keyboard.type('theme');
    await menu(page).getByRole('option', { name: 'Change the theme to light' }).click();
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('light');
    await openMenu(page);
    await page.keyboard.type('archive');
    await menu(page).getByRole('option', { name: 'Go to the archive' }).click();
    await page.getByText('The archive is empty').waitFor();
  });

  it('Tab does not leave it', async ({ page, visit }) => {
    await visit('/');
    await openMenu(page);
    for (let i = 0; i < 3; i += 1) await page.keyboard.press('Tab');
    await expect
      .poll(() => page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null))
      .toBe(true);
  });

  it('? lists the keys of the page that is open', async ({ page, visit }) => {
    await visit('/');
    await page.getByRole('link', { name: 'quick bear' }).click();
    await page.getByRole('heading', { level: 1, name: 'quick bear' }).waitFor();
    const keys = page.getByRole('dialog', { name: 'Keys' });
    await expect
      .poll(async () => {
        if ((await keys.count()) === 0) await page.keyboard.press('?');
        return keys.isVisible();
      })
      .toBe(true);
    await keys.getByText('Rename the run').waitFor();
    await expect.poll(() => keys.getByText('Compare the selected runs').count()).toBe(0);
  });
});
