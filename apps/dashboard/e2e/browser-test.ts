import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { findChromium, launchChromium, NO_CHROMIUM } from '@bestiary/testing/chromium';
import { createTestDatabase } from '@bestiary/testing/test-database';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { listens } from './listens.ts';
import { PageProblems } from './page-problems.ts';
import { RunWriter } from './run-writer.ts';
import { startServerProcess } from './server-process.ts';

const program = findChromium();
if (program === undefined) console.warn(NO_CHROMIUM);

/** Tests in a browser, skipped where there is none. */
export function describeInBrowser(name: string, tests: () => void): void {
  describe.skipIf(program === undefined)(`${name} (skipped where there is ${NO_CHROMIUM})`, tests);
}

/* eslint-disable no-empty-pattern -- vitest reads from the pattern what a fixture is made of */
/**
 * A test of pages: one database, server and browser for the file, made when a test first asks for them; a page of its
 * own for each test, which fails where the page's console has something to say that the test does not allow.
 *
 * What comes after an action is waited for (`waitFor`, `expect.poll`), what comes last first: a loaded machine needs
 * its time for everything.
 */
export const browserTest = test
  .extend('dataDir', { scope: 'file' }, async ({}, { onCleanup }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'bestiary-e2e-'));
    onCleanup(() => rm(folder, { recursive: true, force: true }));
    return folder;
  })
  .extend('databaseUrl', { scope: 'file' }, async ({}, { onCleanup }) => {
    const database = await createTestDatabase();
    onCleanup(() => database.close());
    return database.url;
  })
  /** a connection to the server's database, to see what is true and to make what the API can't */
  .extend('client', { scope: 'file' }, async ({ databaseUrl }, { onCleanup }) => {
    const client = new pg.Client({ connectionString: databaseUrl });
    await client.connect();
    onCleanup(() => client.end());
    return client;
  })
  .extend('server', { scope: 'file' }, async ({ databaseUrl, dataDir }, { onCleanup }) => {
    const server = await startServerProcess({ DATABASE_URL: databaseUrl, BESTIARY_DATA_DIR: dataDir });
    onCleanup(async () => void (await server.stop()));
    return server;
  })
  .extend('writer', { scope: 'file' }, ({ server }) => new RunWriter(server.url))
  .extend('browser', { scope: 'file' }, async ({}, { onCleanup }) => {
    const browser = await launchChromium(program!);
    onCleanup(() => browser.close());
    return browser;
  })
  .extend('problems', () => new PageProblems())
  .extend('page', async ({ browser, problems }, { onCleanup }) => {
    const context = await browser.newContext({ viewport: { width: 1_440, height: 900 } });
    const page = await context.newPage();
    problems.watch(page);
    onCleanup(async () => {
      await context.close();
      expect(problems.unexpected()).toEqual([]);
    });
    return page;
  })
  /** Opens a path of the server, and waits until the page listens. @returns the server's answer */
  .extend('visit', ({ page, server }) => async (where: string) => {
    const response = await page.goto(new URL(where, server.url).href);
    await listens(page.locator('body'));
    return response!;
  });
