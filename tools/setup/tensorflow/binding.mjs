import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { at, CACHE } from '../paths.mjs';
import { run } from '../steps.mjs';

/** The package that binds TensorFlow's C library to Node. It looks for the binding in `lib` and for the library in `deps`. */
export const PACKAGE = at('node_modules', '@tensorflow', 'tfjs-node');
export const PACKAGE_NAME = '@tensorflow/tfjs-node';
const PARTS = ['deps', 'lib'];

/** What makes a binding usable elsewhere: versions, N-API level, platform. */
export const BINDING_KEY = `4.22.0-napi8-${process.platform}-${process.arch}`;
const KEPT = join(CACHE, 'tfjs-node', BINDING_KEY);

// Node 23 dropped util.isNullOrUndefined, which the package calls.
const PROBE = `
  require('node:util').isNullOrUndefined ??= (value) => value === null || value === undefined;
  const tf = require('${PACKAGE_NAME}');
  const [product] = tf.matMul([[2, 3]], [[5], [7]]).dataSync();
  process.exitCode = tf.getBackend() === 'tensorflow' && product === 31 ? 0 : 1;
`;

/**
 * Loads TensorFlow and multiplies with it, in a process of its own.
 * @throws {import('../steps.mjs').StepFailed} when that does not work
 */
export function checkBinding() {
  return run('tensorflow-check', process.execPath, ['--eval', PROBE], {
    env: { TF_CPP_MIN_LOG_LEVEL: '3' },
    timeoutMs: 60_000,
  });
}

/** Whether the package has a binding; what its links lead to may have been removed. */
export function isThere() {
  return existsSync(join(PACKAGE, 'lib', 'napi-v8', 'tfjs_binding.node'));
}

/** Whether the cache folder has a binding for this machine. */
export function isKept() {
  return existsSync(KEPT);
}

/** A new folder for a binding in the making, beside the one where it will be kept. */
export function newFolder() {
  const folder = `${KEPT}.${randomUUID()}`;
  mkdirSync(join(folder, 'deps', 'lib'), { recursive: true });
  return folder;
}

/** Copies the package's own parts into the cache folder, so that the next `npm ci` finds them. */
export function keepPackageParts() {
  const folder = newFolder();
  for (const part of PARTS) {
    cpSync(join(PACKAGE, part), join(folder, part), { recursive: true, verbatimSymlinks: true });
  }
  keep(folder);
}

/** Puts a finished binding in its place in the cache folder, and the package's links to it. @param {string} folder */
export function keep(folder) {
  rmSync(KEPT, { recursive: true, force: true });
  renameSync(folder, KEPT);
  linkKept();
}

export function linkKept() {
  removeParts();
  for (const part of PARTS) linkPart(part, KEPT);
}

/** @param {string} part @param {string} folder */
export function linkPart(part, folder) {
  symlinkSync(join(folder, part), join(PACKAGE, part), process.platform === 'win32' ? 'junction' : 'dir');
}

/** Takes what an earlier attempt left out of the package. */
export function removeParts() {
  for (const part of [...PARTS, 'build']) rmSync(join(PACKAGE, part), { recursive: true, force: true });
}
