import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ROOT } from './paths.mjs';

const SKIPPED = new Set(['node_modules', 'dist', '.next', 'generated', 'e2e', '.nx']);

/**
 * A hash of the contents of files and folders (tests, build results and dependencies left out).
 *
 * @param {readonly string[]} paths absolute
 */
export function hashOf(paths) {
  const hash = createHash('sha256').update(`${process.version} ${process.platform} ${process.arch}`);
  const visit = (/** @type {string} */ path) => {
    let entries;
    try {
      entries = readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      if (code === 'ENOENT') return;
      if (code !== 'ENOTDIR') throw error;
      hash.update(`\0${relative(ROOT, path)}\0`).update(readFileSync(path));
      return;
    }
    for (const entry of entries) {
      if (SKIPPED.has(entry.name) || /\.test\.tsx?$|\.tsbuildinfo$|^next-env\.d\.ts$/.test(entry.name))
        continue;
      if (entry.isDirectory() || entry.isFile()) visit(join(path, entry.name));
    }
  };
  for (const path of paths) visit(path);
  return hash.digest('hex');
}

const STAMP = join(ROOT, 'node_modules', '.bestiary-setup.json');

/** What was done last time, by step. @returns {Record<string, string>} */
export function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMP, 'utf8'));
  } catch {
    return {};
  }
}

/** @param {string} name @param {string} value */
export function stamp(name, value) {
  writeFileSync(STAMP, `${JSON.stringify({ ...readStamps(), [name]: value }, null, 2)}\n`);
}
