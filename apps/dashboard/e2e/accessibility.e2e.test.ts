import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import { loadAxe, violations } from './accessibility.ts';
import { browserTest, describeInBrowser } from './browser-test.ts';
import type { RunWriter } from './run-writer.ts';

interface Zoo {
  /** finished, with predictions of two classes, files and a log */
  good: string;
  /** the same, with other predictions */
  other: string;
  failed: string;
  running: string;
  empty: string;
  /** of fourteen classes */
  many: string;
}

async function makeZoo(writer: RunWriter): Promise<Zoo> {
  const finished = async (name: string, cells: number[][], rate: number): Promise<string> => {
    const id = await writer.create(name, {
      params: { epochs: 3, learning_rate: rate },
      tags: { team: 'zoo', keep: 'yes' },
    });
    for (let step = 0; step < 3; step++) {
      await writer.epoch(id, step, {
        loss: 0.7 - step * rate,
        accuracy: 0.6 + step / 10,
        val_loss: 0.8 - step * rate,
        val_accuracy: 0.55 + step / 10,
        val_balanced_accuracy: 0.54 + step / 10,
      });
    }
    await writer.predictions(id, cells);
    await writer.file(id, 'config.yaml', 'application/yaml', 'epochs: 3\n');
    await writer.file(id, 'console.log', 'text/plain', '\u001b[32mgreen words\u001b[0m\nother line\n');
    await writer.api.runs.update.mutate({
      id,
      note: '# Why\n\nIt **learns**: see [the guide](https://example.org).\n\n`lr = 0.1`',
      environment: { gitCommit: 'abc', gitDirty: true, nodeVersion: '20' },
    });
    await writer.api.runs.transition.mutate({ id, status: 'finished' });
    return id;
  };
  const good = await finished('a good run', [[16, 3], [4, 17]], 0.1); // prettier-ignore
  const other = await finished('another run', [[15, 5], [5, 15]], 0.2); // prettier-ignore
  const failed = await writer.create('a failed run');
  await writer.epoch(failed, 0, { loss: 0.5 });
  await writer.api.runs.transition.mutate({
    id: failed,
    status: 'failed',
    error: { message: 'the loss is NaN', hint: 'Use a smaller rate.', stack: 'Error: NaN\n    at fit' },
  });
  const running = await writer.create('a running run', { params: { epochs: 9 } });
  await writer.api.runs.heartbeat.mutate({
    id: running,
    progress: { phase: 'training', done: 3, total: 9, unit: 'epoch' },
  });
  await writer.epoch(running, 0, { loss: 0.5, val_loss: 0.6 });
  const empty = await writer.create('an empty run');
  await writer.api.runs.transition.mutate({ id: empty, status: 'cancelled' });
  const many = await writer.create('fourteen classes');
  await writer.api.predictions.log.mutate({
    runId: many,
    split: 'validation',
    predictions: Array.from({ length: 140 }, (_, i) => {
      const label = i % 14;
      const predicted = i % 5 === 0 ? (label + 1) % 14 : label;
      return {
        image: i.toString(16).padStart(64, '0'),
        path: `${label}/${i}.png`,
        label,
        predicted,
        probabilities: Array.from({ length: 14 }, (_, c) => (c === predicted ? 0.74 : 0.02)),
      };
    }),
  });
  await writer.api.runs.transition.mutate({ id: many, status: 'finished' });
  return { good, other, failed, running, empty, many };
}

const it = browserTest.extend('zoo', { scope: 'file' }, ({ writer }) => makeZoo(writer));

interface State {
  name: string;
  path: (zoo: Zoo) => string;
  /** what shows that the page is there, after what is done to it */
  shows: (page: Page) => Promise<unknown>;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: true });
const heading = (name: string | RegExp) => (page: Page) =>
  page.getByRole('heading', { name }).first().waitFor();
const compared = ({ good, other, many }: Zoo) => `/compare?runs=${good},${other},${many}`;

const STATES: readonly State[] = [
  {
    name: 'runs, selected',
    path: () => '/?cols=status,dataset,metrics.val_accuracy,params.learning_rate,tags.team,duration,started',
    async shows(page) {
      await page.getByRole('checkbox', { name: 'Select a good run' }).click();
      await page.getByRole('checkbox', { name: 'Select another run' }).click();
      await page.getByText('2 selected').waitFor();
    },
  },
  {
    name: 'runs, tagged',
    path: () => '/',
    async shows(page) {
      await page.getByRole('checkbox', { name: 'Select a good run' }).click();
      await button(page, 'Tag').click();
      await page.getByRole('textbox', { name: 'Value' }).waitFor();
    },
  },
  {
    name: 'a mistake in a search',
    path: () => '/',
    async shows(page) {
      await page.getByRole('combobox', { name: 'Search runs' }).fill('metrics.val_loss < bad');
      await page.getByRole('alert').filter({ hasText: 'Column 20' }).waitFor();
    },
  },
  {
    name: 'completions of a search',
    path: () => '/',
    async shows(page) {
      await page.getByRole('combobox', { name: 'Search runs' }).fill('val_acc');
      await page.getByRole('option', { name: /^metrics\.val_accuracy / }).waitFor();
      await page.keyboard.press('ArrowDown');
    },
  },
  {
    name: 'a search without a run',
    path: () => '/?q=nothing-of-this-name',
    shows: (page) => page.getByText('No run matches this filter').waitFor(),
  },
  {
    name: 'an address with a mistake',
    path: () => '/?q=params.lr+%3E',
    shows: (page) => page.getByText('The runs could not be listed').waitFor(),
  },
  {
    name: 'the columns',
    path: () => '/',
    async shows(page) {
      await button(page, 'Columns').click();
      await page.getByRole('checkbox', { name: 'learning_rate' }).waitFor();
    },
  },
  {
    name: 'the saved searches',
    path: () => '/?q=good',
    async shows(page) {
      await button(page, 'Searches').click();
      await page.getByRole('textbox', { name: 'Name of this search' }).fill('the good ones');
    },
  },
  {
    name: 'the status menu',
    path: () => '/',
    async shows(page) {
      await button(page, 'Any status').click();
      await page.getByRole('menuitemcheckbox', { name: 'failed' }).waitFor();
    },
  },
  {
    name: 'an empty archive',
    path: () => '/?shelf=archived',
    shows: (page) => page.getByText('The archive is empty').waitFor(),
  },
  {
    name: 'the list of keys',
    path: () => '/',
    async shows(page) {
      const keys = page.getByRole('dialog', { name: 'Keys' });
      await expect
        .poll(async () => {
          await page.keyboard.press('?');
          return keys.count();
        })
        .toBe(1);
    },
  },
  {
    name: 'the command menu',
    path: () => '/',
    async shows(page) {
      await page.getByRole('button', { name: /^Find or do/ }).click();
      await page.getByRole('dialog').getByText('a good run').waitFor();
    },
  },
  {
    name: 'how to get started',
    path: () => '/',
    async shows(page) {
      await button(page, 'Get started').click();
      await page.getByRole('dialog', { name: 'Get started' }).waitFor();
    },
  },
  {
    name: 'the overview of a run',
    path: ({ good }) => `/runs/${good}`,
    async shows(page) {
      await page.getByRole('link', { name: /^3 labelled dragon, predicted bear/ }).waitFor();
      await page.getByRole('img', { name: /^loss:/ }).waitFor();
    },
  },
  {
    name: 'the overview of a run that trains',
    path: ({ running }) => `/runs/${running}`,
    shows: (page) => page.getByRole('img', { name: /^loss:/ }).waitFor(),
  },
  {
    name: 'the overview of a failed run',
    path: ({ failed }) => `/runs/${failed}`,
    async shows(page) {
      await page.getByText('Stack').click();
      await page.getByText('at fit').waitFor();
    },
  },
  {
    name: 'a run without anything',
    path: ({ empty }) => `/runs/${empty}`,
    shows: heading('an empty run'),
  },
  {
    name: 'the evaluation of two classes',
    path: ({ good }) => `/runs/${good}?tab=evaluate&show=cell-1-0`,
    async shows(page) {
      await page.getByRole('slider', { name: 'Threshold', exact: true }).waitFor();
      await page.getByRole('slider', { name: 'ROC curve of dragon' }).waitFor();
    },
  },
  {
    name: 'the evaluation of many classes',
    path: ({ many }) => `/runs/${many}?tab=evaluate`,
    shows: (page) =>
      page
        .getByRole('application', { name: /^Confusion matrix of 14 classes, rows are predictions/ })
        .waitFor(),
  },
  {
    name: 'an evaluation without predictions',
    path: ({ empty }) => `/runs/${empty}?tab=evaluate`,
    shows: heading('an empty run'),
  },
  {
    name: 'the images of a run',
    path: ({ good }) => `/runs/${good}?tab=images`,
    shows: (page) => page.getByRole('list', { name: 'Wrong images' }).waitFor(),
  },
  {
    name: 'one image',
    path: ({ good }) => `/runs/${good}?tab=images`,
    async shows(page) {
      await page.getByRole('list', { name: 'Wrong images' }).getByRole('button').first().click();
      await page.getByRole('dialog').getByText('1 of 7').waitFor();
    },
  },
  {
    name: 'the files of a run',
    path: ({ good }) => `/runs/${good}?tab=files&file=config.yaml`,
    shows: (page) => page.getByText('epochs: 3').waitFor(),
  },
  {
    name: 'the log of a run',
    path: ({ good }) => `/runs/${good}?tab=log`,
    shows: (page) => page.getByText('green words', { exact: true }).waitFor(),
  },
  {
    name: 'the setup of a run',
    path: ({ good }) => `/runs/${good}?tab=setup`,
    shows: (page) => page.getByText('learning_rate').first().waitFor(),
  },
  {
    name: 'compared curves',
    path: (zoo) => `${compared(zoo)}&tab=curves`,
    async shows(page) {
      await page.getByRole('img', { name: /^val_loss:/ }).waitFor();
      await button(page, 'Export val_loss').click();
      await page.getByRole('menuitem', { name: 'Data (CSV)' }).waitFor();
    },
  },
  {
    name: 'the leaderboard',
    path: (zoo) => `${compared(zoo)}&tab=leaderboard`,
    shows: (page) =>
      page
        .getByRole('table', { name: /^Leaderboard of/ })
        .first()
        .waitFor(),
  },
  {
    name: 'compared parameters',
    path: (zoo) => `${compared(zoo)}&tab=parameters`,
    shows: (page) => page.getByRole('slider', { name: 'Range of learning_rate' }).waitFor(),
  },
  {
    name: 'compared differences',
    path: (zoo) => `${compared(zoo)}&tab=differences`,
    async shows(page) {
      await page.getByRole('table', { name: 'The best value of each metric, by run' }).waitFor();
      await button(page, 'Views').click();
      await page.getByRole('textbox', { name: 'Name of this view' }).waitFor();
    },
  },
  {
    name: 'a comparison of nothing',
    path: () => '/compare?runs=nonsense',
    shows: (page) => page.getByText('Nothing to compare').waitFor(),
  },
  {
    name: 'no sweeps',
    path: () => '/sweeps',
    shows: heading('Sweeps'),
  },
  {
    name: 'a new sweep',
    path: () => '/sweeps/new',
    shows: heading(/./),
  },
  {
    name: 'no workers',
    path: () => '/workers',
    shows: heading('Workers'),
  },
  {
    name: 'no reports',
    path: () => '/reports',
    shows: heading('Reports'),
  },
  {
    name: 'a page that is not there',
    path: () => '/runs/none',
    shows: heading('There is nothing here'),
  },
];

describeInBrowser('accessibility, in light and dark, on a desk and on a phone', () => {
  it.for(STATES)('$name', async ({ path, shows }, { page, visit, problems, zoo }) => {
    problems.allow(/ 40[04] /); // the browser's own note of a page that is not there, or of a mistake
    await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
    await visit(path(zoo));
    await shows(page);
    await expect.poll(() => page.locator('[aria-busy=true]').count()).toBe(0);
    await loadAxe(page);
    for (const width of [1_440, 390]) {
      await page.setViewportSize({ width, height: 900 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        // what fades in has less contrast for a moment
        await expect.poll(() => violations(page), { message: `${width} px, ${colorScheme}` }).toEqual([]);
      }
    }
  });
});
