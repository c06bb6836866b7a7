import { existsSync } from 'node:fs';
import { npm } from './dependencies.mjs';
import { at } from './paths.mjs';
import { hashOf, readStamps, stamp } from './stamp.mjs';
import { run, step } from './steps.mjs';

const SHARED = ['tsconfig.base.json', 'tsconfig.json', 'package-lock.json', 'prisma', 'libs'];
const LIBRARIES = [...SHARED, 'apps/trainer'];
const DASHBOARD = [...SHARED, 'apps/dashboard'];

/** Generates the database client and compiles the libraries and the `bestiary` command, when their sources have changed. */
export async function buildLibraries() {
  const wanted = hashOf(LIBRARIES.map((path) => at(path)));
  if (readStamps().libraries === wanted && existsSync(at('apps/trainer/dist/main.js'))) return;
  await step('generate the database client', () =>
    run('generate', npm, ['run', 'generate', '-w', 'libs/db']),
  );
  await step('compile libraries and command', () =>
    run('tsc', process.execPath, [at('node_modules/typescript/bin/tsc'), '-b']),
  );
  stamp('libraries', wanted);
}

/** Builds the dashboard for production, when its sources have changed. */
export async function buildDashboard() {
  const wanted = hashOf(DASHBOARD.map((path) => at(path)));
  if (readStamps().dashboard === wanted && existsSync(at('apps/dashboard/dist/server/main.js'))) return;
  await step('build the dashboard', () => run('dashboard', npm, ['run', 'build', '-w', 'apps/dashboard']));
  stamp('dashboard', wanted);
}
