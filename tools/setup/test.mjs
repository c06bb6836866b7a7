import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from './chromium.mjs';
import { at, LOGS } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { reportFailure, say, warn } from './steps.mjs';

const HELP = `Usage: npm test [-- FILTER...]

From a bare clone: installs, builds, then checks format, lint and types and runs all tests (unit, integration, browser).
With filters (parts of file names) only the matching tests run. The last line is \`N passed, N failed\`.`;

const node = process.execPath;
const bin = (/** @type {string} */ path) => at('node_modules', path);
const nx = ['run-many', '-t', 'typecheck', '--outputStyle=stream', '--parallel=2'];

/** @type {readonly {name: string, args: string[]}[]} */
const CHECKS = [
  { name: 'format', args: [bin('prettier/bin/prettier.cjs'), '--check', '--log-level', 'warn', '.'] },
  { name: 'project graph', args: [bin('nx/dist/bin/nx.js'), 'graph', `--file=${join(LOGS, 'graph.json')}`] },
  { name: 'lint', args: [bin('eslint/bin/eslint.js'), '.', '--max-warnings', '0'] },
  { name: 'typecheck', args: [bin('nx/dist/bin/nx.js'), ...nx] },
];
const chromium = findChromium();
const ENV = {
  ...process.env,
  ...(chromium === undefined ? {} : { CHROMIUM_PATH: chromium }),
  NX_DAEMON: 'false',
  NX_NO_CLOUD: 'true',
  NX_TUI: 'false',
  FORCE_COLOR: process.stdout.isTTY ? '1' : '0',
};

/** Runs a check with its output on the screen. @param {readonly string[]} args @returns {Promise<boolean>} whether it passed */
async function passes(args) {
  const child = spawn(node, args, { cwd: at(), env: ENV, stdio: ['ignore', 'inherit', 'inherit'] });
  const [status] = await once(child, 'close');
  return status === 0;
}

/** Runs vitest on some projects and counts its results. @param {readonly string[]} projects @param {readonly string[]} filters */
async function vitest(projects, filters) {
  mkdirSync(LOGS, { recursive: true });
  const report = join(LOGS, `vitest-${projects.join('-')}.json`);
  rmSync(report, { force: true });
  const passed = await passes([
    bin('vitest/vitest.mjs'),
    'run',
    ...projects.flatMap((project) => ['--project', project]),
    ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ...filters,
  ]);
  /** @type {{numPassedTests: number, numFailedTests: number, numPendingTests: number, testResults: {name: string, status: string, message: string, assertionResults: {status: string, fullName: string}[]}[]}} */
  let results;
  try {
    results = JSON.parse(readFileSync(report, 'utf8'));
  } catch {
    return { passed: 0, failed: [`${projects.join(', ')}: vitest did not finish`], skipped: 0 };
  }
  const failed = results.testResults.flatMap((file) => {
    const names = file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map(({ fullName }) => `${file.name}: ${fullName}`);
    return names.length === 0 && file.status === 'failed'
      ? [`${file.name}: ${file.message.split('\n')[0]}`]
      : names;
  });
  if (!passed && failed.length === 0)
    failed.push(`${projects.join(', ')}: vitest ended with an error outside its tests`);
  return { passed: results.numPassedTests, failed, skipped: results.numPendingTests };
}

const filters = process.argv.slice(2);
if (filters.includes('--help')) {
  say(HELP);
  process.exit(0);
}
let passed = 0;
let skipped = 0;
/** @type {string[]} */
const failed = [];
try {
  await prepare();
  if (filters.length === 0) {
    for (const { name, args } of CHECKS) {
      const started = Date.now();
      const ok = await passes(args);
      say(`${ok ? '✓' : '✗'} ${name} (${((Date.now() - started) / 1000).toFixed(1)} s)`);
      if (ok) passed += 1;
      else failed.push(name);
    }
  }
  const kinds = [['unit'], ['int']];
  if (chromium !== undefined) kinds.push(['e2e']);
  else
    warn(
      'no Chromium here: the browser tests are skipped. Get one with `apt-get install chromium`, or name one in CHROMIUM_PATH.',
    );
  for (const projects of filters.length === 0 ? kinds : [kinds.flat()]) {
    const results = await vitest(projects, filters);
    passed += results.passed;
    skipped += results.skipped;
    failed.push(...results.failed);
    if (results.passed + results.failed.length === 0) failed.push(`${projects.join(', ')}: no test ran`);
  }
} catch (error) {
  reportFailure(error);
  failed.push('set-up');
}
if (failed.length > 0) say(`\nfailed:\n${failed.map((name) => `  ✗ ${name}`).join('\n')}`);
console.log(`\n${passed} passed, ${failed.length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed.length > 0 ? 1 : 0;
