import { describe, expect } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';
import { listens } from './listens.ts';
import { scrollsSideways } from './page-facts.ts';
import { SweepWriter, type Learn } from './sweep-writer.ts';

const SPACE = {
  learning_rate: { type: 'float', low: 1e-5, high: 1e-1, log: true },
  dropout: { type: 'float', low: 0, high: 0.6 },
  optimizer: { type: 'categorical', choices: ['adam', 'sgd'] },
  epochs: { type: 'fixed', value: 5 },
} as const;

const OBJECTIVE = { metric: 'val_loss', goal: 'min' } as const;

/** The nearer the learning rate is to 1e-3, the lower the loss ends. */
const learn: Learn = ({ learning_rate, dropout }) => {
  const away = Math.abs(Math.log10(Number(learning_rate)) + 3) + Number(dropout);
  return Array.from({ length: 5 }, (_, step) => 0.2 + away / 4 + 1 / (step + 1));
};

describeInBrowser('sweeps', () => {
  it('are described by a form that is checked while one types, shows what would be tried, and launches', async ({
    page,
    visit,
    writer,
  }) => {
    await visit('/sweeps');
    await page.getByRole('heading', { name: 'No sweeps yet' }).waitFor();
    await page.getByRole('link', { name: 'New sweep' }).click();
    await page.waitForURL('**/sweeps/new');
    await listens(page.locator('form'));
    await page.getByLabel('folder of images, as the workers see it').fill('/data/animals');
    const points = page.getByRole('table', { name: 'Sampled trials' });
    await points.waitFor();
    await expect.poll(() => points.getByRole('row').count()).toBe(11);

    await page.getByRole('textbox', { name: 'least learning_rate' }).fill('1');
    await page.getByRole('alert').filter({ hasText: 'low (1) must be less than high (0.1)' }).waitFor();
    await expect.poll(() => page.getByRole('button', { name: 'Launch the sweep' }).isDisabled()).toBe(true);
    await page.getByRole('textbox', { name: 'least learning_rate' }).fill('1e-4');
    await expect.poll(() => page.getByRole('button', { name: 'Launch the sweep' }).isEnabled()).toBe(true);

    await page.getByRole('button', { name: 'Launch the sweep' }).click();
    await page.getByText('No worker takes trials of this sweep').waitFor();
    const id = new URL(page.url()).pathname.split('/').at(-1)!;
    await page.getByText(`npx bestiary worker --sweep ${id}`).first().waitFor();
    const sweep = await writer.api.sweeps.get.query({ id });
    expect(sweep.config.space['learning_rate']).toMatchObject({ low: 1e-4, high: 0.1, log: true });
    expect(sweep.training.args).toEqual({ data: '/data/animals' });
  });

  it('say in which line a text goes wrong', async ({ page, visit }) => {
    await visit('/sweeps/new');
    await page.getByRole('radio', { name: 'as YAML' }).click();
    const text = page.getByLabel('Description in YAML or JSON');
    await text.waitFor();
    await text.fill(
      'space:\n  dropuot: { type: float, low: 0, high: 1 }\nobjective: { metric: val_loss, goal: min }\nbudget: { trials: 3 }\n',
    );
    await page.getByRole('alert').filter({ hasText: 'line 2' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'dropuot' }).waitFor();
  });

  describe('one of them', () => {
    it('is watched while trials come: counts, best, curves, and a worker', async ({
      page,
      visit,
      writer,
    }) => {
      const sweeps = new SweepWriter(writer.api);
      const id = await sweeps.create({
        name: 'watched',
        space: SPACE,
        objective: OBJECTIVE,
        budget: { trials: 6 },
        sampler: 'random',
      });
      await visit(`/sweeps/${id}`);
      await page.getByText('No trial has begun yet').waitFor();
      await sweeps.register(id);
      await sweeps.work(id, learn);
      await page.getByText('6 of 6').first().waitFor();
      await page.getByRole('img', { name: /^Best val_loss after 6 finished trials/ }).waitFor();
      const { best, status } = await writer.api.sweeps.get.query({ id });
      expect(status).toBe('finished');
      await page.getByText(`trial ${best[0]!.number}`).first().waitFor();
      await page.getByRole('tab', { name: 'Workers' }).click();
      await page.getByRole('img', { name: '6 trials on 1 workers' }).waitFor();
      await page.getByRole('rowheader', { name: 'den 42' }).waitFor();
    });

    it('tells what its outcome hangs on, and which trials did what', async ({ page, visit, writer }) => {
      const sweeps = new SweepWriter(writer.api);
      const id = await sweeps.create({
        name: 'judged <b>&',
        space: SPACE,
        objective: OBJECTIVE,
        budget: { trials: 30 },
        sampler: 'sobol',
        pruner: { type: 'median', startupTrials: 5, warmUpSteps: 1 },
      });
      let failures = 0;
      await sweeps.work(id, (params) => {
        if (params['optimizer'] === 'sgd' && failures++ < 1) throw new Error('no <i>luck</i>');
        return learn(params);
      });
      const { counts } = await writer.api.sweeps.get.query({ id });
      expect(counts.failed).toBe(1);
      expect(counts.pruned).toBeGreaterThan(0);

      await visit(`/sweeps/${id}?tab=parameters`);
      const importance = page.getByRole('region', { name: 'Importance for val_loss' }).getByRole('listitem');
      await importance.first().waitFor();
      await expect.poll(() => importance.first().innerText()).toContain('learning_rate');
      await page.getByRole('img', { name: /^Expected outcome over learning_rate and/ }).waitFor();
      await page.getByRole('img', { name: /^val_loss over optimizer/ }).waitFor();

      await page.getByRole('tab', { name: 'Trials' }).click();
      const table = page.getByRole('table', { name: /^Trials of the sweep/ });
      await table.waitFor();
      await page.getByRole('button', { name: /^failed 1/ }).click();
      await expect.poll(() => table.getByRole('row').count()).toBe(2);
      await table.getByText('no <i>luck</i>').waitFor();
      await expect.poll(() => page.url()).toContain('status=failed');
    });

    it('says which trials can’t be told apart, and what of the lead is selection', async ({
      page,
      visit,
      writer,
    }) => {
      const sweeps = new SweepWriter(writer.api);
      const id = await sweeps.create({
        name: 'alike',
        space: SPACE,
        objective: { metric: 'val_balanced_accuracy', goal: 'max' },
        budget: { trials: 3 },
        sampler: 'random',
      });
      await visit(`/sweeps/${id}?tab=judgement`);
      await page.getByText('Nothing to judge yet').waitFor();
      // 20 of 20, 19 of 20, and 10 of 20 right
      const cells = [[[10, 0], [0, 10]], [[9, 0], [1, 10]], [[10, 10], [0, 0]]]; // prettier-ignore
      await sweeps.work(id, learn, async (trial) => {
        const run = await writer.create(`alike ${trial}`);
        await writer.predictions(run, cells[trial]!);
        await writer.api.runs.transition.mutate({ id: run, status: 'finished' });
        return run;
      });
      await visit(`/sweeps/${id}?tab=judgement`);
      const ranked = page.getByRole('table', { name: 'On the 20 validation images' });
      await ranked.waitFor();
      await page.getByText('2 of 3 trials can’t be told apart from the best').waitFor();
      await expect
        .poll(() => ranked.getByRole('row').allInnerTexts())
        .toEqual([
          expect.stringContaining('rank'),
          expect.stringMatching(/^1\s+0\D/),
          expect.stringMatching(/^1\s+1\D/),
          expect.stringMatching(/^3\s+2\D/),
        ]);
      const selection = page.getByRole('region', { name: 'How much of the lead is selection' });
      // which trial was chosen, its reported values say, and those hang on what was sampled
      await selection.getByText(/balanced accuracy of trial \d, where it was chosen/).waitFor();
    });

    it('is paused, resumed, and given a larger budget', async ({ page, visit, writer }) => {
      const sweeps = new SweepWriter(writer.api);
      const id = await sweeps.create({
        name: 'steered',
        space: SPACE,
        objective: OBJECTIVE,
        budget: { trials: 2 },
      });
      const statusNow = async () => (await writer.api.sweeps.get.query({ id })).status;
      await visit(`/sweeps/${id}`);
      await page.getByRole('button', { name: 'Pause' }).click();
      await expect.poll(statusNow).toBe('paused');
      await page.getByRole('button', { name: 'Undo' }).click();
      await expect.poll(statusNow).toBe('running');
      await sweeps.work(id, learn);
      await page.getByRole('button', { name: 'Extend' }).click();
      await page.getByLabel('trials', { exact: true }).fill('4');
      await page.getByRole('button', { name: 'Set the budget' }).click();
      await expect.poll(statusNow).toBe('running');
      await sweeps.work(id, learn);
      await page.getByText('4 of 4').first().waitFor();
    });

    it('fits into 390 pixels in every part', async ({ page, visit, writer }) => {
      const sweeps = new SweepWriter(writer.api);
      const id = await sweeps.create({
        name: `narrow ${'long-name-'.repeat(8)}`,
        space: SPACE,
        objective: OBJECTIVE,
        budget: { trials: 8 },
      });
      await sweeps.register(id);
      await sweeps.work(id, learn);
      await page.setViewportSize({ width: 390, height: 800 });
      for (const where of ['/sweeps', '/sweeps/new', '/workers']) {
        await visit(where);
        await expect.poll(() => scrollsSideways(page), { message: where }).toBe(false);
      }
      for (const tab of ['course', 'parameters', 'trials', 'judgement', 'workers', 'setup']) {
        await visit(`/sweeps/${id}?tab=${tab}`);
        await page.getByRole('tabpanel').waitFor();
        await expect.poll(() => scrollsSideways(page), { message: tab }).toBe(false);
      }
    });

    it('is not there for a link to none', async ({ visit, problems }) => {
      problems.allow(/404/);
      const response = await visit('/sweeps/01a20e31-d076-7000-85b5-8233f3a27681');
      expect(response.status()).toBe(404);
    });
  });
});
