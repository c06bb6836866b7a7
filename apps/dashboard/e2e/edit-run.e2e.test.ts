import { expect } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';

const MARKUP = `O'Brien said "hi" & <b>bold</b> 🐉`;
const NOTE = `# Why

A **bold** try: [docs](https://example.org/docs), [bad](javascript:alert(1)).

<script>window.harmed = true</script> <img src=x onerror="window.harmed = true">
`;

describeInBrowser('editing a run in its place', () => {
  it('a run is renamed with the keyboard, whatever its name holds, and gets its name back with Undo', async ({
    page,
    visit,
    writer,
  }) => {
    const id = await writer.create('plain name');
    await visit(`/runs/${id}`);
    await page.getByRole('button', { name: 'Rename the run' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(MARKUP);
    await page.keyboard.press('Enter');
    await page.getByText('Renamed to').waitFor();
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe(MARKUP);
    await expect.poll(async () => (await writer.api.runs.get.query({ id })).name).toBe(MARKUP);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(async () => (await writer.api.runs.get.query({ id })).name).toBe('plain name');
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe('plain name');
  });

  it('Escape leaves a name as it was, and one that may not be is refused beside it', async ({
    page,
    visit,
    writer,
  }) => {
    const id = await writer.create('kept');
    await visit(`/runs/${id}`);
    const name = page.getByRole('textbox', { name: 'Name' });
    await page.getByRole('button', { name: 'Rename the run' }).click();
    await name.fill('  ');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').filter({ hasText: 'at least one character' }).waitFor();
    await expect.poll(() => name.getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.press('Escape');
    await name.waitFor({ state: 'detached' });
    await expect.poll(() => page.getByRole('heading', { level: 1 }).innerText()).toBe('kept');
  });

  it('a name from right to left is written that way', async ({ page, visit, writer }) => {
    const id = await writer.create('דרקון או דוב');
    await visit(`/runs/${id}`);
    const heading = page.getByRole('heading', { level: 1 });
    await expect.poll(() => heading.evaluate((node) => getComputedStyle(node).direction)).toBe('rtl');
  });

  it('a tag is added, changed and removed, each with a way back', async ({ page, visit, writer }) => {
    const id = await writer.create('tagged', { tags: { team: 'zoo' } });
    const tags = async () => (await writer.api.runs.get.query({ id })).tags;
    await visit(`/runs/${id}`);
    await page.getByRole('button', { name: 'Add a tag' }).click();
    await page.getByRole('textbox', { name: 'Tag' }).fill('"><img src=x>');
    await page.getByRole('textbox', { name: 'Value' }).fill('<i>é</i>');
    await page.keyboard.press('Enter');
    await expect.poll(tags).toEqual({ team: 'zoo', '"><img src=x>': '<i>é</i>' });
    await page.getByRole('button', { name: 'Change the tag team' }).click();
    await page.getByRole('textbox', { name: 'Value' }).fill('museum');
    await page.keyboard.press('Enter');
    await expect.poll(tags).toMatchObject({ team: 'museum' });
    await page.getByRole('button', { name: 'Remove the tag team' }).click();
    await page.getByText('Removed the tag team').waitFor();
    await expect.poll(async () => 'team' in (await tags())).toBe(false);
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(tags).toMatchObject({ team: 'museum' });
  });

  it('a note is previewed and saved; nothing in it runs, and its links leave the page safely', async ({
    page,
    visit,
    writer,
  }) => {
    const id = await writer.create('noted');
    await visit(`/runs/${id}`);
    await page.getByRole('button', { name: 'Write a note' }).click();
    const text = page.getByRole('textbox', { name: 'Note in Markdown' });
    await text.fill(NOTE);
    await page.getByRole('radio', { name: 'Preview' }).click();
    await page
      .getByRole('region', { name: 'Preview of the note' })
      .getByRole('link', { name: 'docs' })
      .waitFor();
    await page.getByRole('radio', { name: 'Write' }).click();
    await text.press('Control+Enter');
    await text.waitFor({ state: 'detached' });
    await page.reload();
    const docs = page.getByRole('link', { name: 'docs' });
    await docs.waitFor();
    await expect.poll(() => docs.getAttribute('rel')).toContain('noopener');
    await page.getByText('<script>window.harmed = true</script>').waitFor();
    await expect.poll(() => page.getByRole('link', { name: 'bad' }).count()).toBe(0);
    await expect.poll(() => page.evaluate(() => 'harmed' in window)).toBe(false);
  });
});
