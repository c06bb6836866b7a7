import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import type { Page } from 'playwright-core';
import { describe, expect, onTestFinished } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';
import { listens } from './listens.ts';
import { listedRuns, scrollsSideways } from './page-facts.ts';
import { RunWriter } from './run-writer.ts';
import { startServerProcess } from './server-process.ts';

const rowOf = (page: Page, name: string) =>
  page.getByRole('row', { name: new RegExp(`^Select ${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}`) });

/** A run of three epochs. @param cells its validation predictions, `[predicted][label]` @returns its id */
async function finishedRun(
  writer: RunWriter,
  name: string,
  cells = [
    [8, 1],
    [2, 9],
  ],
): Promise<string> {
  // prettier-ignore
  const id = await writer.create(name, { params: { epochs: 3, learning_rate: 1e-4 } });
  for (let step = 0; step < 3; step++) {
    await writer.epoch(id, step, {
      loss: 0.7 - step / 10,
      accuracy: 0.6 + step / 10,
      val_loss: 0.8 - step / 10,
      val_accuracy: 0.55 + step / 10,
      val_balanced_accuracy: 0.54 + step / 10,
    });
  }
  await writer.predictions(id, cells);
  await writer.api.runs.transition.mutate({ id, status: 'finished' });
  return id;
}

describeInBrowser('the pages', () => {
  describe('the table of runs', () => {
    it('has what Postgres has', async ({ client, writer, page, visit }) => {
      const id = await finishedRun(writer, 'in the table');
      await visit('/?q=%22in+the+table%22');
      const row = rowOf(page, 'in the table');
      await row.waitFor();
      const { rows } = await client.query<{ key: string; last: number }>(
        `SELECT key, last FROM series WHERE run_id = $1`,
        [id],
      );
      expect(rows).toHaveLength(EPOCH_METRICS.length);
      for (const key of ['val_accuracy', 'val_balanced_accuracy', 'val_loss']) {
        const last = rows.find((series) => series.key === key)!.last;
        await expect.poll(() => row.innerText()).toContain(last.toFixed(4));
      }
      await expect.poll(() => row.innerText()).toMatch(/finished[\s\S]*bears and dragons/);
    });

    it('moves by itself: status, progress and metrics of a run that trains', async ({
      writer,
      page,
      visit,
    }) => {
      const id = await writer.create('moving');
      await visit('/?q=moving');
      await rowOf(page, 'moving').waitFor();
      await writer.api.runs.heartbeat.mutate({
        id,
        progress: { phase: 'training', done: 3, total: 12, unit: 'epoch' },
      });
      await rowOf(page, 'moving').getByText('3/12').filter({ visible: true }).waitFor();
      await writer.epoch(id, 0, { val_accuracy: 0.4321 });
      await rowOf(page, 'moving').getByText('0.4321').filter({ visible: true }).waitFor();
      await writer.api.runs.transition.mutate({ id, status: 'cancelled' });
      await rowOf(page, 'moving').getByText('cancelled').filter({ visible: true }).waitFor();
    });

    it('sorts on the server, filters, and keeps both in the address', async ({ writer, page, visit }) => {
      for (const [name, value] of [
        ['low', 0.1],
        ['high', 0.9],
        ['middle', 0.5],
      ] as const) {
        await writer.epoch(await writer.create(`sorted ${name}`), 0, { val_accuracy: value });
      }
      await writer.create('sorted none');
      await visit('/');
      await page.getByRole('combobox', { name: 'Search runs' }).fill('sorted');
      await expect
        .poll(() => listedRuns(page))
        .toEqual(['sorted none', 'sorted middle', 'sorted high', 'sorted low']);
      await page.getByRole('button', { name: 'Val. accuracy' }).click();
      await expect
        .poll(() => listedRuns(page))
        .toEqual(['sorted high', 'sorted middle', 'sorted low', 'sorted none']);
      await page.getByRole('button', { name: 'Val. accuracy' }).click();
      await expect
        .poll(() => listedRuns(page))
        .toEqual(['sorted low', 'sorted middle', 'sorted high', 'sorted none']);
      await expect.poll(() => page.url()).toContain('sort=metrics.val_accuracy');
      await page.reload();
      await expect
        .poll(() => listedRuns(page))
        .toEqual(['sorted low', 'sorted middle', 'sorted high', 'sorted none']);
      await listens(page.locator('body'));
      await expect
        .poll(() => page.getByRole('combobox', { name: 'Search runs' }).inputValue())
        .toBe('sorted');
      await page.getByRole('button', { name: 'Any status' }).click();
      await page.getByRole('menuitemcheckbox', { name: 'failed' }).click();
      await page.keyboard.press('Escape');
      await page.getByText('No run matches this filter').waitFor();
      await page.getByRole('button', { name: 'Show all runs' }).click();
      await page.getByRole('link', { name: 'sorted high' }).waitFor();
    });

    it('is walked and ticked with the keyboard, and compares what is ticked', async ({
      writer,
      page,
      visit,
    }) => {
      for (const name of ['a', 'b', 'c', 'd'])
        await writer.epoch(await writer.create(`key ${name}`), 0, { val_loss: 1 });
      await visit('/?q=key');
      await expect.poll(() => listedRuns(page)).toEqual(['key d', 'key c', 'key b', 'key a']);
      await page.getByRole('checkbox', { name: 'Select key d' }).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Shift+ArrowDown');
      await page.getByText('2 selected').waitFor();
      await page.keyboard.press('Shift+ArrowDown');
      await page.getByText('3 selected').waitFor();
      await expect
        .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
        .toBe('Select key b');
      await page.getByRole('checkbox', { name: 'Select key a' }).click({ modifiers: ['Shift'] });
      await page.getByText('4 selected').waitFor();
      await page.getByRole('checkbox', { name: 'Select key d' }).click();
      await page.getByText('3 selected').waitFor();
      await page.getByRole('link', { name: 'Compare' }).click();
      await page.getByRole('heading', { name: 'Compare runs' }).waitFor();
      const compared = page.getByRole('list', { name: 'Compared runs' }).getByRole('listitem');
      await expect.poll(() => compared.count()).toBe(3);
      await page.getByRole('img', { name: /^val_loss: key/ }).waitFor();
    });

    it('keeps only the rows on the screen in the page, and gets the next ones on the way down', async ({
      client,
      writer,
      page,
      visit,
    }) => {
      const { id: projectId } = await writer.api.projects.ensure.mutate({
        id: '0193aa00-0000-7000-8000-00000000ffff',
        name: 'many',
      });
      await client.query(
        `INSERT INTO runs (id, project_id, name, status, started_at)
         SELECT gen_random_uuid(), $1, 'many ' || lpad(i::text, 4, '0'), 'finished', now() FROM generate_series(1, 350) i`,
        [projectId],
      );
      await visit(`/?project=${projectId}&sort=name`);
      await rowOf(page, 'many 0001').waitFor();
      await expect.poll(async () => (await listedRuns(page)).length).toBeLessThan(80);
      await expect
        .poll(async () => {
          await page.mouse.wheel(0, 4_000);
          return rowOf(page, 'many 0350').count();
        })
        .toBe(1);
      await expect.poll(async () => (await listedRuns(page)).length).toBeLessThan(80);
    });
  });

  describe('the page of a run', () => {
    it('has the figures that Postgres counts', async ({ client, writer, page, visit }) => {
      const id = await finishedRun(writer, 'figures', [[31, 4], [2, 26]]); // prettier-ignore
      await visit(`/runs/${id}`);
      await expect.poll(() => page.title()).toBe('figures · Bestiary');
      const { rows: cells } = await client.query<{ predicted: number; label: number; count: number }>(
        `SELECT predicted, label, count(*)::int AS count FROM predictions WHERE run_id = $1 GROUP BY 1, 2`,
        [id],
      );
      expect(cells).toHaveLength(4);
      for (const { predicted, label, count } of cells) {
        const classes = ['bear', 'dragon'];
        await page
          .getByRole('link', {
            name: new RegExp(`^${count} labelled ${classes[label]}, predicted ${classes[predicted]}`),
          })
          .waitFor();
      }
      const figures = page.getByRole('region', { name: 'Figures' });
      await expect.poll(() => figures.innerText()).toMatch(/90\.5 %[\s\S]*57 of 63/);
      const text = await figures.innerText();
      expect(text).toContain('true positive rate (bear)');
      expect(text).toContain('true negative rate (dragon)');
      expect(text).toMatch(/93\.9 %\s*31 of 33/);
      expect(text).toMatch(/86\.7 %\s*26 of 30/);
    });

    it('draws its curves while points arrive, and its figures when it is done', async ({
      writer,
      page,
      visit,
    }) => {
      const id = await writer.create('growing', { params: { epochs: 5 } });
      await visit(`/runs/${id}`);
      await page.getByText('The first epoch is on its way').waitFor();
      await writer.epoch(id, 0, { loss: 0.9, val_loss: 0.8, accuracy: 0.5, val_accuracy: 0.6 });
      const chart = page.getByRole('img', { name: /^loss:/ });
      await chart.waitFor();
      const drawn = () =>
        chart.evaluate((node) =>
          [...node.querySelectorAll('path')]
            .filter(
              (path) => path.getAttribute('fill') === 'none' && path.getAttribute('stroke-width') === '2',
            )
            .map((path) => path.getAttribute('d')!.split(/[LC]/).length),
        );
      for (let step = 1; step < 4; step++) {
        await writer.epoch(id, step, {
          loss: 0.9 - step / 10,
          val_loss: 0.8 - step / 10,
          accuracy: 0.6,
          val_accuracy: 0.7,
        });
        await expect
          .poll(() => chart.getAttribute('aria-label'))
          .toContain(`val_loss ${(0.8 - step / 10).toFixed(4)} after ${step + 1} points`);
        await expect.poll(drawn).toEqual([step + 1, step + 1]);
      }
      await writer.predictions(id, [[3, 1], [0, 4]]); // prettier-ignore
      await page.getByRole('link', { name: /^3 labelled bear, predicted bear/ }).waitFor();
      await writer.api.runs.transition.mutate({ id, status: 'finished' });
      await page.getByText('finished').first().waitFor();
    });

    it('opens the images of a cell, and goes through them with the arrow keys', async ({
      writer,
      page,
      visit,
    }) => {
      const id = await finishedRun(writer, 'cells', [[5, 3], [1, 6]]); // prettier-ignore
      await visit(`/runs/${id}`);
      await page.getByRole('link', { name: /^3 labelled dragon, predicted bear/ }).click();
      const cell = page.getByRole('list', { name: 'Images of this cell' });
      await cell.waitFor();
      await expect.poll(() => cell.getByRole('button').count()).toBe(3);
      await expect.poll(() => page.url()).toContain('tab=images');
      await cell.getByRole('button').first().click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('1 of 3').waitFor();
      await page.keyboard.press('ArrowRight');
      await dialog.getByText('2 of 3').waitFor();
      await page.keyboard.press('Escape');
      await dialog.waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Show all images' }).click();
      const wrong = page.getByRole('list', { name: 'Wrong images' });
      await wrong.waitFor();
      const right = page.getByRole('list', { name: 'Right images' });
      await expect.poll(() => wrong.getByRole('button').count()).toBe(4);
      await expect.poll(() => right.getByRole('button').count()).toBe(9);
      const loaded = await wrong
        .locator('img')
        .first()
        .evaluate(async (image: HTMLImageElement) => {
          await image.decode();
          return image.naturalWidth;
        });
      expect(loaded).toBe(1);
    });

    it('shows files, the log without colours, parameters', async ({ writer, page, visit }) => {
      const id = await finishedRun(writer, 'files');
      await writer.file(id, 'config.yaml', 'application/yaml', 'epochs: 3\n');
      await writer.file(
        id,
        'plots/a.svg',
        'image/svg+xml',
        '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"/>',
      );
      await writer.file(id, 'console.log', 'text/plain', '\u001b[32mgreen words\u001b[0m\nother line\n');
      await visit(`/runs/${id}?tab=files&file=config.yaml`);
      await page.getByText('epochs: 3').waitFor();
      await page.getByRole('button', { name: 'plots/a.svg', exact: true }).click();
      await page.getByRole('img', { name: 'plots/a.svg' }).waitFor();
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: 'Download config.yaml' }).click();
      expect((await download).suggestedFilename()).toBe('config.yaml');
      await page.getByRole('tab', { name: 'Log' }).click();
      await page.getByText('green words', { exact: true }).waitFor();
      await page.getByRole('searchbox').fill('other');
      await page.getByText('1 of 2 lines').waitFor();
      await page.getByRole('tab', { name: 'Setup' }).click();
      await page.getByText('learning_rate').waitFor();
      await expect.poll(() => page.url()).toContain('tab=setup');
    });

    it('says why a run failed, what to do, and where', async ({ writer, page, visit }) => {
      const id = await writer.create('broken <b>"name"</b> 🐉');
      await writer.epoch(id, 0, { loss: Number.MAX_VALUE });
      await writer.api.metrics.log.mutate({
        runId: id,
        series: [{ key: 'loss', steps: [1], values: ['NaN'], times: [Date.now()] }],
      });
      await writer.api.runs.transition.mutate({
        id,
        status: 'failed',
        error: { message: 'the loss is NaN', hint: 'Use a smaller rate.', stack: 'Error: NaN\n    at fit' },
      });
      await visit(`/runs/${id}`);
      await page.getByRole('heading', { name: 'broken <b>"name"</b> 🐉' }).waitFor();
      await page.getByText('the loss is NaN', { exact: true }).waitFor();
      await page.getByText('Use a smaller rate.').waitFor();
      await page.getByText('Stack').click();
      await page.getByText('at fit').waitFor();
      await page.getByText('1 value is NaN or infinite').waitFor();
    });

    it('is not there for a link to nothing', async ({ server, problems, page }) => {
      const response = await page.goto(`${server.url}/runs/0193aa00-0000-7000-8000-000000000000`);
      expect(response!.status()).toBe(404);
      await page.getByRole('heading', { name: 'There is nothing here' }).waitFor();
      problems.allow(/404/); // the browser's own note
    });
  });

  it('follows the system into the dark, or the reader', async ({ page, visit }) => {
    const brightness = () =>
      page.evaluate(() => {
        const [r, g, b] = /(\d+), (\d+), (\d+)/
          .exec(getComputedStyle(document.documentElement).backgroundColor)!
          .slice(1)
          .map(Number);
        return (r! + g! + b!) / 3;
      });
    await page.emulateMedia({ colorScheme: 'dark' });
    await visit('/');
    await expect.poll(brightness).toBeLessThan(40);
    await page.getByRole('button', { name: /^Theme: system/ }).click();
    await expect.poll(brightness).toBeGreaterThan(220);
    await page.reload();
    await listens(page.locator('body'));
    await expect.poll(brightness).toBeGreaterThan(220);
    await page.getByRole('button', { name: /^Theme: light/ }).click();
    await expect.poll(brightness).toBeLessThan(40);
  });

  it('fits into 390 pixels everywhere', async ({ writer, problems, page, visit }) => {
    const id = await finishedRun(writer, `a very long name of a run ${'that goes on and on '.repeat(6)}`);
    const compared = [
      id,
      await finishedRun(writer, 'second'),
      await finishedRun(writer, 'third'),
      await finishedRun(writer, 'fourth'),
    ];
    await page.setViewportSize({ width: 390, height: 844 });
    for (const where of [
      '/',
      `/runs/${id}`,
      `/runs/${id}?tab=images`,
      `/runs/${id}?tab=files`,
      `/runs/${id}?tab=setup`,
      `/compare?runs=${id}`,
      `/compare?runs=${compared.join(',')}`,
      '/runs/none',
    ]) {
      await visit(where);
      await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
      await expect.poll(() => scrollsSideways(page), { message: where }).toBe(false);
    }
    problems.allow(/404/);
  });

  it('says when the server is away, and catches up when it is back', async ({
    databaseUrl,
    dataDir,
    problems,
    page,
  }) => {
    problems.allow(/ERR_CONNECTION_|ERR_INCOMPLETE_CHUNKED|ERR_EMPTY_RESPONSE|503/); // the browser's own notes
    const env = { DATABASE_URL: databaseUrl, BESTIARY_DATA_DIR: dataDir };
    const first = await startServerProcess(env);
    onTestFinished(async () => void (await first.stop()));
    const writer = new RunWriter(first.url);
    const id = await writer.create('interrupted');
    await page.goto(`${first.url}/runs/${id}`);
    await page.getByText('The first epoch is on its way').waitFor();
    await first.stop();
    await page.getByText('The server does not answer').waitFor();
    const second = await startServerProcess(env, ['--port', String(first.port)]);
    onTestFinished(async () => void (await second.stop()));
    await writer.epoch(id, 0, { loss: 0.5 });
    await page.getByRole('img', { name: /^loss: loss 0\.5000/ }).waitFor();
    await page.getByText('The server does not answer').waitFor({ state: 'detached' });
  });
});
