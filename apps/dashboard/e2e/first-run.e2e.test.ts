import { browserTest as it, describeInBrowser } from './browser-test.ts';

describeInBrowser('the first run', () => {
  it('someone without runs is told how to make one, and sees it come', async ({ writer, page, visit }) => {
    await visit('/');
    await page.getByRole('heading', { name: 'No runs yet' }).waitFor();
    await page.getByText('npx bestiary demo').waitFor();
    await page.getByText('npx bestiary train --data').waitFor();
    await page.getByRole('button', { name: 'Copy the command' }).first().waitFor();
    await writer.create('the first one');
    await page.getByRole('link', { name: 'the first one' }).waitFor();
  });

  it('how to get started is a click away on every page', async ({ page, visit }) => {
    await visit('/compare');
    await page.getByRole('button', { name: 'Get started' }).click();
    const dialog = page.getByRole('dialog', { name: 'Get started' });
    await dialog.getByText('npx bestiary sweep run').waitFor();
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  });
});
