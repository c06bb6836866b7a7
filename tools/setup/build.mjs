import { readdirSync } from 'node:fs';
import { npm } from './dependencies.mjs';
import { at } from './paths.mjs';
import { hashOf, readStamps, stamp } from './stamp.mjs';
import { run, step } from './steps.mjs';

const SHARED = ['tsconfig.base.json', 'tsconfig.json', 'package-lock.json', 'prisma', 'libs'];
const LIBRARIES = readdirSync(at('libs'));

/**
 * Something that is built: from which files, and which files tell one build from another.
 * @typedef {{name: string, inputs: string[], outputs: string[]}} Build
 */

/** @type {Build} */
const PROGRAMS = {
  name: 'programs',
  inputs: [...SHARED, 'apps/trainer', 'apps/dashboard/server', 'apps/dashboard/tsconfig.server.json'],
  outputs: [
    ...LIBRARIES.map((library) => `libs/${library}/dist/.tsbuildinfo`),
    'apps/trainer/dist/.tsbuildinfo',
    'apps/dashboard/dist/server.tsbuildinfo',
  ],
};
/** @type {Build} */
const PAGES = {
  name: 'pages',
  inputs: [...SHARED, 'apps/dashboard'],
  outputs: ['apps/dashboard/.next/BUILD_ID'],
};

/** Generates the database client and compiles libraries, command and server, when their sources have changed. */
export function buildPrograms() {
  return whenChanged(PROGRAMS, async () => {
    await step('generate the database client', () =>
      run('generate', npm, ['run', 'generate', '-w', 'libs/db']),
    );
    await step('compile libraries, command and server', () =>
      run('tsc', process.execPath, [at('node_modules/typescript/bin/tsc'), '-b']),
    );
  });
}

/** Builds the dashboard's pages for production, when their sources have changed. */
export function buildPages() {
  return whenChanged(PAGES, () =>
    step('build the dashboard', () => run('pages', npm, ['run', 'build', '-w', 'apps/dashboard'])),
  );
}

/**
 * Builds unless the outputs are the ones that were built from these inputs: another build may have been made in
 * between, by hand.
 * @param {Build} build
 * @param {() => Promise<void>} work
 */
async function whenChanged({ name, inputs, outputs }, work) {
  const hash = (/** @type {string[]} */ paths) => hashOf(paths.map((path) => at(path)));
  const wanted = hash(inputs);
  if (readStamps()[name] === `${wanted} ${hash(outputs)}`) return;
  await work();
  stamp(name, `${wanted} ${hash(outputs)}`);
}
