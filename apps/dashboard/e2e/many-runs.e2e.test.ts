import { uuidv7 } from '@bestiary/contracts/id';
import { COUNT_RUNS_UP_TO } from '@bestiary/contracts/run';
import { expect } from 'vitest';
import { browserTest as it, describeInBrowser } from './browser-test.ts';

const MANY = COUNT_RUNS_UP_TO + 500;

describeInBrowser('many runs', () => {
  it.beforeAll(async ({ writer, client }) => {
    const { id } = await writer.api.projects.ensure.mutate({ id: uuidv7(), name: 'many' });
    await client.query(
      `INSERT INTO runs (id, project_id, name, status, created_at, started_at, ended_at)
       SELECT gen_random_uuid(), $1, 'run ' || i, 'finished', now() - make_interval(secs => i), now(), now()
       FROM generate_series(1, $2) AS i`,
      [id, MANY],
    );
    await client.query('ANALYZE runs'); // as the database does by itself a minute later
  });

  it('all that match are selected, also those not loaded, changed but for one, and changed back', async ({
    page,
    visit,
    client,
  }) => {
    const archived = async () => {
      const { rows } = await client.query<{ n: number }>(
        'SELECT count(*)::int AS n FROM runs WHERE archived_at IS NOT NULL',
      );
      return rows[0]!.n;
    };
    await visit("/?q=name+like+'run+1%25'");
    const expected = Array.from({ length: MANY }, (_, i) => String(i + 1)).filter((n) =>
      n.startsWith('1'),
    ).length;
    await page.getByRole('link', { name: 'run 1', exact: true }).waitFor();
    await page.getByRole('checkbox', { name: 'Select all runs shown' }).click();
    await page.getByRole('button', { name: /^Select all .* matching/ }).click();
    await page.getByText(/^All .* selected$/).waitFor();
    await page.getByRole('checkbox', { name: 'Select run 1', exact: true }).click();
    await page.getByRole('button', { name: 'Archive', exact: true }).click();
    await expect.poll(archived).toBe(expected - 1);
    await page.getByText(/runs archived/).waitFor();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(archived).toBe(0);
  });

  it('a count that was not taken to its end says so', async ({ page, visit }) => {
    await visit('/?q=run');
    await page.getByText(`more than ${COUNT_RUNS_UP_TO.toLocaleString('en')}`).waitFor();
  });

  it('a search that takes too long is stopped and says what to do', async ({
    page,
    visit,
    problems,
    databaseUrl,
  }) => {
    problems.allow(/400|Bad Request/);
    await visit('/');
    await page.getByRole('link', { name: 'run 1', exact: true }).waitFor();
    const { default: pg } = await import('pg');
    const holder = new pg.Client({ connectionString: databaseUrl });
    await holder.connect();
    try {
      // no one can read tags until this ends: a search for one waits as a slow one works
      await holder.query('BEGIN');
      await holder.query('LOCK TABLE tags IN ACCESS EXCLUSIVE MODE');
      await page.getByRole('combobox', { name: 'Search runs' }).fill("tags.team = 'zoo'");
      const alert = page.getByRole('alert').filter({ hasText: 'The runs could not be listed' });
      await alert.getByText(/took longer than \d+ s and was stopped/).waitFor({ timeout: 60_000 });
      await alert.getByText(/narrow it/).waitFor();
    } finally {
      await holder.query('ROLLBACK');
      await holder.end();
    }
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await page.getByRole('link', { name: 'run 1', exact: true }).waitFor();
  });
});
