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
const COUNT = CELLS.flat().reduce((a, b) => a + b, 0);

async function twoClassRun(writer: RunWriter, name: string): Promise<string> {
  const id = await writer.create(name);
  await writer.predictions(id, CELLS);
  await writer.api.runs.transition.mutate({ id, status: 'finished' });
  return id;
}

/** A run of so many classes, each image predicted as its label or as the class after it. */
async function manyClassRun(
  writer: RunWriter,
  name: string,
  classes: number,
  images: number,
): Promise<string> {
  const id = await writer.create(name);
  await writer.api.predictions.log.mutate({
    runId: id,
    split: 'validation',
    predictions: Array.from({ length: images }, (_, i) => {
      const label = i % classes;
      const predicted = i % 7 === 0 ? (label + 1) % classes : label;
      const rest = 0.3 / (classes - 1);
      return {
        image: i.toString(16).padStart(64, '0'),
        path: `${label}/${i}.png`,
        label,
        predicted,
        probabilities: Array.from({ length: classes }, (_, c) => (c === predicted ? 0.7 : rest)),
      };
    }),
  });
  await writer.api.runs.transition.mutate({ id, status: 'finished' });
  return id;
}

/** A run over images of validation and test that the data set measured; those in the folder `night` are mostly wrong. */
async function slicedRun(writer: RunWriter, name: string): Promise<{ id: string; night: number }> {
  const rows = Array.from({ length: 200 }, (_, i) => {
    const isNight = i % 4 === 0;
    const label = i % 2;
    return {
      sha256: (i + 1).toString(16).padStart(64, '0'),
      path: `${label === 0 ? 'bear' : 'dragon'}/${isNight ? 'night' : 'day'}/${i}.png`,
      label,
      split: i < 120 ? ('validation' as const) : ('test' as const),
      width: 100,
      height: 100,
      brightness: i / 200,
      sharpness: 1_000 - i,
      predicted: isNight && i % 12 !== 0 ? 1 - label : label,
    };
  });
  const { id: datasetId } = await writer.api.datasets.register.mutate({
    id: uuidv7(),
    name,
    manifestSha256: 'f'.repeat(64),
    classNames: ['bear', 'dragon'],
    images: rows.map(({ predicted: _, ...image }) => image),
  });
  const id = await writer.create(name, { datasetId });
  for (const split of ['validation', 'test'] as const) {
    await writer.api.predictions.log.mutate({
      runId: id,
      split,
      predictions: rows
        .filter((row) => row.split === split)
        .map(({ sha256, path, label, predicted }) => ({
          image: sha256,
          path,
          label,
          predicted,
          probabilities: predicted === 1 ? [0.2, 0.8] : [0.8, 0.2],
        })),
    });
  }
  return { id, night: rows.filter(({ path }) => path.includes('/night/')).length };
}

/** The path of a run's evaluation. */
const evaluation = (id: string, search = '') => `/runs/${id}?tab=evaluate${search}`;
const images = (page: Page) => page.getByRole('region', { name: 'Images of what was chosen' });
const shown = (page: Page) =>
  images(page)
    .getByRole('button', { name: /label .*, predicted/ })
    .count();
const cell = (page: Page, label: string, predicted: string) =>
  page.getByRole('button', {
    name: new RegExp(`labelled ${label}, predicted ${predicted}.*show the images`),
  });
const inAddress = (page: Page, parameter: string) => new URL(page.url()).searchParams.get(parameter);

describeInBrowser('judging one run', () => {
  it('the threshold moves matrix, rates, cost and images at once, and is in the address', async ({
    writer,
    page,
    visit,
  }) => {
    const id = await twoClassRun(writer, 'moves');
    await visit(evaluation(id));
    const slider = page.getByRole('slider', { name: 'Threshold', exact: true });
    await slider.waitFor();
    const right = CELLS[0]![0]! + CELLS[1]![1]!;
    await page.getByRole('button', { name: `accuracy: ${right} of ${COUNT} images, show them` }).waitFor();
    await expect.poll(() => shown(page)).toBe(COUNT - right);

    await page.getByRole('spinbutton', { name: 'Threshold, as a number' }).fill('1');
    // nothing is predicted as the second class: all of its images are wrong
    await page.getByRole('button', { name: `accuracy: 20 of ${COUNT} images, show them` }).waitFor();
    await page.getByText('0.5000 an image').waitFor();
    await expect.poll(() => shown(page)).toBe(20);
    await expect.poll(() => inAddress(page, 'threshold')).toBe('1');

    await page.reload();
    await listens(page.locator('body'));
    await page.getByRole('button', { name: `accuracy: 20 of ${COUNT} images, show them` }).waitFor();
    await slider.focus();
    await page.keyboard.press('Home');
    await expect.poll(() => shown(page)).toBe(20);
    await expect.poll(() => inAddress(page, 'threshold')).toBe('0');
    await page.getByRole('button', { name: '0.5', exact: true }).click();
    await expect.poll(() => shown(page)).toBe(COUNT - right);
  });

  it('a cell, a rate, a bar, a bin and a slice each open exactly their images, and Back goes back', async ({
    writer,
    page,
    visit,
  }) => {
    const id = await twoClassRun(writer, 'opens');
    await visit(evaluation(id));
    await cell(page, 'bear', 'dragon').click();
    await images(page).getByText('Labelled bear, predicted dragon').waitFor();
    await expect.poll(() => shown(page)).toBe(CELLS[1]![0]!);
    await expect.poll(() => inAddress(page, 'show')).toBe('cell-1-0');

    await page.getByRole('button', { name: /^precision of dragon: .* show them/ }).click();
    await images(page).getByText('Predicted dragon', { exact: true }).waitFor();
    await expect.poll(() => shown(page)).toBe(CELLS[1]![0]! + CELLS[1]![1]!);
    await page.goBack();
    await expect.poll(() => shown(page)).toBe(CELLS[1]![0]!);

    const bar = page.getByRole('option', { name: /labelled dragon$/ }).last();
    const inBar = Number(/: (\d+) labelled/.exec((await bar.getAttribute('aria-label'))!)![1]);
    await bar.click();
    await expect.poll(() => shown(page)).toBe(inBar);

    const bin = page.getByRole('button', { name: /^Confidence .* came true$/ }).first();
    const inBin = Number(/of (\d+) came true/.exec((await bin.getAttribute('aria-label'))!)![1]);
    await bin.click();
    await expect.poll(() => shown(page)).toBe(inBin);

    await page.getByRole('button', { name: 'label dragon', exact: true }).click();
    await expect.poll(() => shown(page)).toBe(20);
    await expect.poll(() => inAddress(page, 'show')).toBe('slice-class-dragon');
    await page.reload();
    await images(page).getByText('label: dragon').waitFor();
    await expect.poll(() => shown(page)).toBe(20);
  });

  it('a chosen threshold is kept with the run, shown in its header, and can be undone', async ({
    writer,
    page,
    visit,
  }) => {
    const id = await twoClassRun(writer, 'keeps');
    await visit(evaluation(id, '&threshold=0.7'));
    await page.getByRole('button', { name: 'Save 0.7 with the run' }).click();
    await page.getByRole('button', { name: '0.7 is saved' }).waitFor();
    await page.getByRole('link', { name: '0.7' }).waitFor();
    await expect
      .poll(async () => (await writer.api.runs.get.query({ id })).tags)
      .toMatchObject({ threshold: '0.7' });
    await visit(evaluation(id));
    await page.getByRole('slider', { name: 'Threshold', exact: true }).waitFor();
    const number = page.getByRole('spinbutton', { name: 'Threshold, as a number' });
    await expect.poll(() => number.inputValue()).toBe('0.7');
    await page.getByRole('spinbutton', { name: 'Threshold, as a number' }).fill('0.6');
    await page.getByRole('button', { name: 'Save 0.6 with the run' }).click();
    await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('Saved with the run: 0.7').waitFor();
    await expect
      .poll(async () => (await writer.api.runs.get.query({ id })).tags)
      .toMatchObject({ threshold: '0.7' });
  });

  it('either class can be the positive one: the decision stays, and is kept with the run', async ({
    writer,
    page,
    visit,
  }) => {
    const id = await twoClassRun(writer, 'turned');
    await visit(evaluation(id, '&threshold=0.7&costs=3,1'));
    const found = page.getByRole('button', { name: /^accuracy: .* images, show them/ });
    const before = await found.getAttribute('aria-label');
    await page.getByRole('radio', { name: 'bear', exact: true }).click();
    await page.getByRole('slider', { name: 'ROC curve of bear' }).waitFor();
    await expect.poll(() => inAddress(page, 'threshold')).toBe('0.3');
    await expect.poll(() => inAddress(page, 'positive')).toBe('0');
    await expect.poll(() => inAddress(page, 'costs')).toBe('1,3');
    await expect.poll(() => found.getAttribute('aria-label')).toBe(before);
    await page.getByRole('button', { name: 'Save 0.3 with the run' }).click();
    await page.getByRole('link', { name: '0.3 for bear' }).waitFor();
    await visit(evaluation(id));
    await page.getByRole('slider', { name: 'ROC curve of bear' }).waitFor();
    const number = page.getByRole('spinbutton', { name: 'Threshold, as a number' });
    await expect.poll(() => number.inputValue()).toBe('0.3');
  });

  it('slices by what data sets know of images, of all splits together, open their images', async ({
    writer,
    page,
    visit,
  }) => {
    const { id, night } = await slicedRun(writer, 'sliced');
    await visit(evaluation(id, '&every=true'));
    const slices = page.getByRole('region', { name: 'Slices, the worst first' });
    await slices.getByRole('button', { name: 'split test', exact: true }).waitFor();
    for (const by of ['brightness', 'sharpness'])
      await slices.getByRole('button', { name: new RegExp(`^${by} `) }).first().waitFor(); // prettier-ignore
    await slices.getByRole('combobox', { name: 'Slices by' }).selectOption('folder');
    await slices.getByRole('button', { name: 'split test', exact: true }).waitFor({ state: 'detached' });
    const row = slices.getByRole('row', { name: /^folder night/ });
    await expect.poll(() => row.innerText()).toMatch(/worse$/);
    await row.getByRole('button').click();
    await images(page).getByText(`folder: night`).waitFor();
    await images(page).getByText(String(night), { exact: true }).waitFor();
  });

  it('charts are saved as pictures under their names, and their data as tables', async ({
    writer,
    page,
    visit,
  }) => {
    const id = await twoClassRun(writer, 'saved');
    await visit(evaluation(id));
    const save = async (chart: string, kind: string) => {
      await page.getByRole('button', { name: `Export ${chart}`, exact: true }).click();
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('menuitem', { name: kind }).click(),
      ]);
      return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
    };
    for (const chart of [
      'ROC curve of dragon',
      'Probability of dragon',
      'Calibration of dragon',
      'Confusion matrix',
      'Rates',
      'Accuracy by slice',
    ]) {
      // prettier-ignore
      const svg = await save(chart, 'Picture (SVG)');
      expect(svg.name).toBe(`saved-${chart.replaceAll(' ', '-')}.svg`);
      expect(svg.bytes.toString()).toContain(`>${chart} – saved</text>`);
    }
    const png = await save('ROC curve of dragon', 'Picture (PNG)');
    expect(png.bytes.subarray(1, 4).toString()).toBe('PNG');
    const csv = (await save('Confusion matrix', 'Data (CSV)')).bytes.toString();
    expect(csv).toBe('predicted,label,images\r\nbear,bear,16\r\nbear,dragon,3\r\ndragon,bear,4\r\ndragon,dragon,17\r\n'); // prettier-ignore
    const roc = (await save('ROC curve of dragon', 'Data (CSV)')).bytes.toString();
    expect(roc).toMatch(/^threshold,false positive rate,true positive rate\r\n[\s\S]*,1,1\r\n$/);
  });

  it('dearer mistakes of one kind move the cheapest threshold, and a curve is walked with keys', async ({
    writer,
    page,
    visit,
  }) => {
    const id = await twoClassRun(writer, 'costs');
    await visit(evaluation(id));
    const cheapest = page.getByRole('button', { name: /^least cost/ });
    await cheapest.waitFor();
    const before = await cheapest.innerText();
    await page.getByRole('spinbutton', { name: 'dragon called bear' }).fill('50');
    await expect.poll(() => cheapest.innerText()).not.toBe(before);
    await cheapest.click();
    await expect.poll(() => cheapest.getAttribute('aria-pressed')).toBe('true');
    await expect.poll(() => inAddress(page, 'costs')).toBe('1,50');

    const roc = page.getByRole('slider', { name: 'ROC curve of dragon' });
    await roc.focus();
    await page.keyboard.press('End');
    await expect
      .poll(() => roc.getAttribute('aria-valuetext'))
      .toMatch(/100\.0 % of dragon found, 100\.0 % of bear taken for it/);
    await page.keyboard.press('Enter');
    await images(page).getByText('Predicted dragon', { exact: true }).waitFor();
  });

  it('temperature scaling is offered, with figures before and after', async ({ writer, page, visit }) => {
    const id = await twoClassRun(writer, 'scales');
    await visit(evaluation(id));
    await page.getByRole('checkbox', { name: 'temperature scaling' }).click();
    await page.getByRole('columnheader', { name: 'scaled' }).waitFor();
    await page.getByText(/^Temperature \d/).waitFor();
    await expect.poll(() => inAddress(page, 'scaled')).toBe('true');
  });

  it('two hundred classes are walked with keys, zoomed, ordered, turned, and sorted', async ({
    writer,
    page,
    visit,
  }) => {
    const id = await manyClassRun(writer, 'many', 200, 1_400);
    await visit(evaluation(id));
    const matrix = page.getByRole('application', {
      name: /^Confusion matrix of 200 classes, rows are predictions/,
    });
    await matrix.focus();
    await page.keyboard.press('ArrowDown');
    await page.getByText(/labelled 0, predicted 0/).waitFor();
    await page.keyboard.press('+');
    await page.keyboard.press('ArrowDown');
    await page.getByText(/labelled 0, predicted 1/).waitFor();
    await page.keyboard.press('Enter');
    await images(page).getByText('Labelled 0, predicted 1').waitFor();
    await expect.poll(() => shown(page)).toBe(1);
    await page.getByRole('button', { name: 'Show all (0)' }).click();
    await page.getByRole('radio', { name: 'worst first' }).click();
    await page.getByRole('button', { name: 'turn', exact: true }).click();
    await page
      .getByRole('application', { name: /^Confusion matrix of 200 classes, rows are labels/ })
      .waitFor();
    await expect.poll(() => inAddress(page, 'order')).toBe('worst');
    const classes = page.getByRole('region', { name: 'Classes' });
    await classes.getByRole('button', { name: 'recall', exact: true }).click();
    await expect
      .poll(() => classes.getByRole('columnheader', { name: 'recall' }).getAttribute('aria-sort'))
      .toBe('ascending');
    await page.getByRole('combobox', { name: 'One class against all others' }).selectOption('7');
    await page.getByRole('slider', { name: 'ROC curve of 7' }).waitFor();
  });

  it('one label, no predictions, and a run that still goes on are said, not drawn', async ({
    writer,
    page,
    visit,
  }) => {
    const one = await writer.create('one label');
    await writer.predictions(one, [
      [3, 0],
      [2, 0],
    ]);
    await visit(evaluation(one));
    await page.getByText('All 5 images are labelled bear').first().waitFor();
    await visit(evaluation(one, '&split=test'));
    await page.getByText('No predictions of test images').waitFor();

    const running = await writer.create('goes on');
    await visit(evaluation(running));
    await page.getByText('they appear here by themselves').waitFor();
    await writer.predictions(running, CELLS);
    await page.getByRole('slider', { name: 'Threshold', exact: true }).waitFor();
  });

  it.for([390, 2_560])('fits %i pixels', async (width, { writer, page, visit }) => {
    const id = await manyClassRun(writer, 'fits', 14, 280);
    await page.setViewportSize({ width, height: 900 });
    for (const run of [id, await twoClassRun(writer, 'fits too')]) {
      await visit(evaluation(run));
      await page.getByRole('region', { name: 'Calibration' }).waitFor();
      await expect.poll(() => scrollsSideways(page)).toBe(false);
    }
  });
});
