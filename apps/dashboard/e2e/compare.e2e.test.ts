import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { describe, expect } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';
import { listens } from './listens.ts';
import { scrollsSideways } from './page-facts.ts';
import type { RunWriter } from './run-writer.ts';

interface ComparedRun {
  /** the first validation loss; it falls by a tenth an epoch */
  start?: number;
  params?: Record<string, number | string>;
  /** its validation predictions, `[predicted][label]` */
  cells?: number[][];
}

/** A run of five epochs. @returns its id */
async function makeRun(
  writer: RunWriter,
  name: string,
  { start = 1, params = {}, cells }: ComparedRun = {},
): Promise<string> {
  const id = await writer.create(name, { params: { epochs: 5, ...params } });
  for (let step = 0; step < 5; step++) {
    await writer.epoch(id, step, { val_loss: start - step / 10, val_accuracy: 0.5 + step / 20 });
  }
  if (cells !== undefined) await writer.predictions(id, cells);
  return id;
}

/** The path of the page that compares runs. */
const comparison = (runs: readonly string[], more = '') => `/compare?runs=${runs.join(',')}${more}`;
const chart = (page: Page, metric: string) =>
  page.getByRole('application', { name: new RegExp(`^${metric}:`) });
const readings = (page: Page) => page.getByRole('status').filter({ hasText: /epoch \d/ });

describeInBrowser('a comparison', () => {
  describe('curves', () => {
    it('are read with the keyboard, the greatest value first, and zoomed; all of it is in the address', async ({
      writer,
      page,
      visit,
    }) => {
      const runs = [await makeRun(writer, 'low', { start: 1 }), await makeRun(writer, 'high', { start: 2 })];
      await visit(comparison(runs));
      await page.getByRole('img', { name: /^val_loss: low 0\.6000 after 5 points; high 1\.6000/ }).waitFor();
      await listens(chart(page, 'val_loss'));
      await chart(page, 'val_loss').focus();
      await page.keyboard.press('ArrowRight');
      await page.keyboard.press('ArrowRight');
      await expect
        .poll(() => readings(page).innerText())
        .toMatch(/epoch 2[\s\S]*high\s+1\.9000[\s\S]*low\s+0\.9000/);
      await page.keyboard.press('+');
      await expect.poll(() => page.url()).toContain('zoom=');
      await page.getByRole('button', { name: 'Show all' }).click();
      await expect.poll(() => page.url()).not.toContain('zoom=');
      await page.goBack();
      await expect.poll(() => page.url()).toContain('zoom=');
    });

    it('are zoomed by a drag', async ({ writer, page, visit }) => {
      await visit(comparison([await makeRun(writer, 'dragged')]));
      await chart(page, 'val_loss').getByRole('img').waitFor();
      await listens(chart(page, 'val_loss'));
      const box = (await chart(page, 'val_loss').boundingBox())!;
      await page.mouse.move(box.x + 150, box.y + 100);
      await page.mouse.down();
      await page.mouse.move(box.x + 350, box.y + 100, { steps: 4 });
      await page.mouse.up();
      await expect.poll(() => page.url()).toMatch(/zoom=[\d.]+~[\d.]+/);
    });

    it('of runs with an equal parameter are one line with its n', async ({ writer, page, visit }) => {
      const runs = [
        await makeRun(writer, 'g1', { start: 1, params: { lr: 0.1 } }),
        await makeRun(writer, 'g2', { start: 2, params: { lr: 0.1 } }),
        await makeRun(writer, 'g3', { start: 5, params: { lr: 0.2 } }),
      ];
      await visit(comparison(runs));
      await listens(page.getByRole('combobox', { name: 'group by' }));
      await page.getByRole('combobox', { name: 'group by' }).selectOption('lr');
      await page.getByRole('img', { name: /^val_loss: lr 0\.1 1\.1000.*lr 0\.2 4\.6000/ }).waitFor();
      const groups = page.getByRole('list', { name: 'Groups' });
      await expect.poll(() => groups.innerText()).toMatch(/lr 0\.1\s*n 2[\s\S]*lr 0\.2\s*n 1/);
      await expect.poll(() => page.url()).toContain('group=lr');
    });

    it('grow while a run trains, and gaps are said', async ({ writer, page, visit }) => {
      const id = await writer.create('training', { params: { epochs: 9 } });
      await writer.epoch(id, 0, { val_loss: 0.9 });
      await visit(comparison([id, await makeRun(writer, 'other')]));
      await page.getByRole('img', { name: /^val_loss: training 0\.9000 after 1 points/ }).waitFor();
      await writer.epoch(id, 1, { val_loss: 0.8 });
      await page.getByRole('img', { name: /^val_loss: training 0\.8000 after 2 points/ }).waitFor();
      await writer.api.metrics.log.mutate({
        runId: id,
        series: [{ key: 'val_loss', steps: [2], values: ['NaN'], times: [Date.now()] }],
      });
      await page.getByText('1 value is NaN or infinite (training, first at epoch 3)').waitFor();
    });

    it('are saved as PNG, SVG and CSV', async ({ writer, page, visit }) => {
      await visit(comparison([await makeRun(writer, '=saved "one" <b>')]));
      await chart(page, 'val_loss').getByRole('img').waitFor();
      await listens(page.getByRole('button', { name: 'Export val_loss' }));
      const save = async (what: string) => {
        const download = page.waitForEvent('download');
        await page.getByRole('button', { name: 'Export val_loss' }).click();
        await page.getByRole('menuitem', { name: what }).click();
        return readFile(await (await download).path());
      };
      const png = await save('Picture (PNG)');
      expect(png.subarray(1, 4).toString()).toBe('PNG');
      expect(png.readUInt32BE(16)).toBe(1_920);
      const svg = (await save('Picture (SVG)')).toString();
      expect(svg).toMatch(/^<svg[^>]* viewBox/);
      expect(svg).toContain('=saved &quot;one&quot; &lt;b&gt;');
      expect((await save('Data (CSV)')).toString()).toMatch(
        /^curve,id,epoch,value\r\n"'=saved ""one"" <b>",[^,]+,1,1\r\n/,
      );
    });
  });

  describe('the leaderboard', () => {
    it('lets runs share a rank, leaves other data apart, and opens the images behind each count', async ({
      client,
      writer,
      page,
      visit,
    }) => {
      const cells = [[28, 2], [2, 28]]; // prettier-ignore
      const [one, twin] = [await makeRun(writer, 'one', { cells }), await makeRun(writer, 'twin', { cells })];
      const other = await makeRun(writer, 'of other data', { cells: [[5, 1], [1, 5]] }); // prettier-ignore
      const empty = await makeRun(writer, 'without predictions');
      // the twin is wrong about the other half of them
      const { rows } = await client.query<{ path: string }>(
        `SELECT path FROM predictions WHERE run_id = $1 AND label = predicted ORDER BY path LIMIT 3`,
        [one],
      );
      await client.query(
        `UPDATE predictions SET predicted = 1 - label WHERE run_id = $1 AND path = ANY ($2)`,
        [twin, rows.map((row) => row.path)],
      );
      await visit(comparison([one, twin, other, empty], '&tab=leaderboard'));
      const table = page.getByRole('table', { name: /^Leaderboard of bears and dragons/ });
      await expect.poll(() => table.innerText()).toMatch(/1\s+one\s+93\.3 %[\s\S]*1\s+twin\s+88\.[0-9] %/);
      await page.getByText('can’t be told apart from the first').waitFor();
      await page.getByText('These runs were not judged on the same images').waitFor();
      await page
        .getByRole('table', { name: 'Runs that are not ranked' })
        .getByText('of other data')
        .first()
        .waitFor();
      await page.getByText('Without predictions of validation images').waitFor();
      await page.getByRole('button', { name: /^Only A right\s*3/ }).click();
      const images = page.getByRole('list', { name: 'Only A right' });
      await images.waitFor();
      await expect.poll(() => images.getByRole('button').count()).toBe(3);
      await expect.poll(() => page.url()).toContain('outcome=onlyA');
      await images.getByRole('button').first().click();
      await page.getByRole('dialog').getByText('1 of 3').waitFor();
      await page.keyboard.press('Escape');
      await page.goBack();
      await images.waitFor({ state: 'detached' });
      await page.getByRole('table', { name: /^Confusion matrix of B less/ }).waitFor();
    });

    it('says so where no run has predictions', async ({ writer, page, visit }) => {
      await visit(
        comparison([await makeRun(writer, 'none 1'), await makeRun(writer, 'none 2')], '&tab=leaderboard'),
      );
      await page.getByText('None of these runs has predictions of validation images').waitFor();
    });
  });

  it('two runs of other commits show the command for it, and what was not committed in either', async ({
    writer,
    page,
    visit,
  }) => {
    const [a, b, c] = await Promise.all(
      ['1', '2', '2'].map((commit, i) =>
        writer.create(`code ${i}`, {
          environment: { gitCommit: commit.repeat(40), gitBranch: 'trunk', gitDirty: i < 2 },
        }),
      ),
    );
    await writer.file(
      a!,
      'source/uncommitted.diff',
      'text/plain',
      'diff --git a/fit.py b/fit.py\n--- a/fit.py\n+++ b/fit.py\n@@ -1,2 +1,2 @@\n same\n-rate = 1\n+rate = <b>2</b>\n',
    );
    await visit(comparison([a!, b!, c!], '&tab=differences'));
    const code = page.getByRole('region', { name: 'Code of two runs' });
    await code.getByText(`git diff ${'1'.repeat(40)}..${'2'.repeat(40)}`).waitFor();
    const diff = code.getByRole('list', { name: 'Uncommitted changes of A' });
    await expect
      .poll(() => diff.innerText())
      .toMatch(/fit\.py[\s\S]*−\s*rate = 1[\s\S]*\+\s*rate = <b>2<\/b>/);
    await code.getByText('It had uncommitted changes that were not kept').waitFor();
    await code.getByRole('combobox', { name: 'A' }).selectOption({ label: 'code 2' });
    await code.getByText('Both ran commit').waitFor();
    await code.getByText('Nothing was uncommitted.').waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.get('a')).toBe(c!);
  });

  it('a range on an axis leaves runs out of the table, with the keyboard as well', async ({
    writer,
    page,
    visit,
  }) => {
    const runs = [];
    for (const lr of [0.1, 0.2, 0.3]) runs.push(await makeRun(writer, `lr ${lr}`, { params: { lr } }));
    await visit(comparison(runs, '&tab=parameters'));
    const table = page.getByRole('table', { name: 'Runs in the ranges of the parallel coordinates' });
    await table.waitFor();
    await expect.poll(() => table.getByRole('row').count()).toBe(4);
    await listens(page.getByRole('slider', { name: 'Range of lr' }));
    await page.getByRole('slider', { name: 'Range of lr' }).focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowDown');
    // the table follows each key, the address the last one: a row may leave before the range is where it ends
    await expect.poll(() => decodeURIComponent(page.url())).toContain('"params.lr":[0,0.85]');
    await expect.poll(() => table.getByRole('row').count()).toBe(3);
    await page.getByRole('button', { name: 'Compare only these' }).click();
    const list = page.getByRole('list', { name: 'Compared runs' });
    await expect.poll(() => list.getByRole('listitem').count()).toBe(2);
    await page.getByText('With 2 runs nothing can be said').waitFor();
    await page.goBack();
    await expect.poll(() => list.getByRole('listitem').count()).toBe(3);
  });

  it('differences have the best of each metric, what was set otherwise, and warn of other data', async ({
    writer,
    page,
    visit,
  }) => {
    const one = await makeRun(writer, 'compared one', { params: { lr: 0.0001 }, cells: [[9, 1], [1, 9]] }); // prettier-ignore
    const other = await makeRun(writer, 'compared other', { params: { lr: 0.1 }, cells: [[5, 5], [5, 4]] }); // prettier-ignore
    await writer.epoch(other, 2, { val_loss: 0.01 });
    await writer.api.runs.update.mutate({ id: other, environment: { gitCommit: 'abc', gitDirty: true } });
    await visit(comparison([one, other], '&tab=differences'));
    const metrics = page.getByRole('table', { name: 'The best value of each metric, by run' });
    await expect
      .poll(() => metrics.getByRole('row', { name: /^val_loss/ }).innerText())
      .toMatch(/0\.6\s+0\.01\s*\(best\)/);
    await page.getByRole('radio', { name: 'last' }).click();
    const last = page.getByRole('table', { name: 'The last value of each metric, by run' });
    await expect
      .poll(() => last.getByRole('row', { name: /^val_loss/ }).innerText())
      .toMatch(/0\.6\s[\s\S]*0\.6/);
    const params = page.getByRole('table', { name: 'Parameters that differ, by run' });
    await expect.poll(() => params.innerText()).toMatch(/lr\s+0\.0001\s+0\.1/);
    await expect.poll(() => params.innerText()).not.toContain('epochs');
    await page.getByText('Some of these runs had uncommitted changes').waitFor();
    await page.getByText('were not trained and judged on the same data set').waitFor();
  });

  it('a run that is deleted, or never was, is said to be gone; the others stay', async ({
    client,
    writer,
    problems,
    page,
    visit,
  }) => {
    const [stays, goes] = [await makeRun(writer, 'stays'), await makeRun(writer, 'goes')];
    await client.query(`DELETE FROM runs WHERE id = $1`, [goes]);
    await visit(comparison([stays, goes, '0193aa00-0000-7000-8000-000000000000']));
    await page.getByText('2 of these runs are gone').waitFor();
    await page.getByRole('img', { name: /^val_loss: stays/ }).waitFor();
    await page.getByRole('button', { name: 'Leave them out' }).click();
    await page.getByText('of these runs are gone').waitFor({ state: 'detached' });
    await visit(comparison(['nonsense']));
    await page.getByText('Nothing to compare').waitFor();
    problems.allow(/404/); // the browser's own note
  });

  it('a comparison is saved under a name and comes back as it was', async ({ writer, page, visit }) => {
    const runs = [await makeRun(writer, 'kept 1'), await makeRun(writer, 'kept 2')];
    await visit(comparison(runs, '&tab=differences&value=max'));
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('textbox', { name: 'Name of this view' }).fill('my “view” 🐉');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('button', { name: 'my “view” 🐉', exact: true }).waitFor();
    await visit(comparison(runs));
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: 'my “view” 🐉', exact: true }).click();
    await page.getByRole('table', { name: 'The max value of each metric, by run' }).waitFor();
    await page.getByRole('button', { name: 'Views' }).click();
    await page.getByRole('button', { name: /^Delete the view my/ }).click();
    await page.getByText('No comparison was saved yet').waitFor();
  });

  it('fits into 390 pixels in every part, with a long name, for one run and for many', async ({
    writer,
    page,
    visit,
  }) => {
    const long = await makeRun(writer, `a very long name of a run ${'that goes on and on '.repeat(6)}`, {
      cells: [[9, 1], [1, 9]], // prettier-ignore
    });
    const many = [long];
    for (let i = 0; i < 12; i++) many.push(await makeRun(writer, `narrow ${i}`, { params: { lr: i } }));
    await page.setViewportSize({ width: 390, height: 844 });
    for (const runs of [[long], many]) {
      for (const tab of ['curves', 'leaderboard', 'parameters', 'differences']) {
        await visit(comparison(runs, `&tab=${tab}`));
        await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
        await expect
          .poll(() => scrollsSideways(page), { message: `${runs.length} runs, ${tab}` })
          .toBe(false);
      }
    }
  });
});
