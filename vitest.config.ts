import { defineConfig } from 'vitest/config';

/**
 * Three kinds of tests, told apart by suffix: `*.unit.test.ts` (pure), `*.int.test.ts` (real Postgres, HTTP,
 * files, TensorFlow) and `*.e2e.test.ts` (real Chromium). Libraries are resolved from source.
 */
const resolve = { conditions: ['@bestiary/source', 'node'] };
const ssr = { resolve: { conditions: ['@bestiary/source', 'node'] } };

export default defineConfig({
  test: {
    projects: [
      {
        resolve,
        ssr,
        test: {
          name: 'unit',
          sequence: { groupOrder: 0 },
          include: ['{apps,libs,tools}/**/*.unit.test.{ts,tsx}'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          environment: 'node',
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'int',
          sequence: { groupOrder: 1 },
          include: ['{apps,libs,tools}/**/*.int.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['libs/testing/src/postgres.setup.ts'],
          pool: 'forks',
          maxWorkers: 2,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
      {
        resolve,
        ssr,
        test: {
          name: 'e2e',
          sequence: { groupOrder: 2 },
          include: ['apps/**/*.e2e.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**'],
          globalSetup: ['libs/testing/src/postgres.setup.ts'],
          pool: 'forks',
          maxWorkers: 1,
          fileParallelism: false,
          // what a page shows in the end is tested, not how soon: a wait is as long as the browser's own
          expect: { poll: { timeout: 30_000 } },
          testTimeout: 120_000,
          hookTimeout: 240_000,
        },
      },
    ],
  },
});
