import { expect } from 'vitest';
import { browserTest, describeInBrowser } from './browser-test.ts';
import { listens } from './listens.ts';

describeInBrowser('the pages of a reader in Germany', () => {
  browserTest(
    'have decimal commas from the first byte on, and dates that begin with the day',
    async ({ browser, server, writer, problems }) => {
      const id = await writer.create('auf Deutsch', { params: { epochs: 3, learning_rate: 1e-7 } });
      await writer.epoch(id, 0, { val_accuracy: 0.9213, val_loss: 0.25, loss: 0.5 });
      await writer.predictions(id, [[931, 0], [69, 0]]); // prettier-ignore
      await writer.api.runs.transition.mutate({ id, status: 'finished' });
      const context = await browser.newContext({ locale: 'de-DE', timezoneId: 'Europe/Berlin' });
      try {
        const page = await context.newPage();
        problems.watch(page);
        const sent = await page.goto(`${server.url}/?cols=params.learning_rate,metrics.val_accuracy,started`);
        // what the server writes is what the page writes: else React would say so on the console
        expect(await sent!.text()).toContain('0,9213');
        await listens(page.locator('body'));
        const row = page.getByRole('row', { name: /^Select auf Deutsch/ });
        await row.getByText('0,9213').filter({ visible: true }).waitFor();
        await row.getByText('1e−7').filter({ visible: true }).waitFor();
        await expect
          .poll(() => row.locator('time').filter({ visible: true }).first().getAttribute('title'))
          .toMatch(/^\d{2}\.\d{2}\.\d{4}, \d{2}:\d{2}:\d{2}$/);

        await page.goto(`${server.url}/runs/${id}`);
        await listens(page.locator('body'));
        const figures = page.getByRole('region', { name: 'Figures' });
        await figures.getByText('93,1 %').first().waitFor();
        await figures.getByText('931 of 1.000').first().waitFor();
        expect(problems.unexpected()).toEqual([]);
      } finally {
        await context.close();
      }
    },
  );
});
