import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * The first program of these names on the PATH.
 * @param {readonly string[]} names
 * @returns {string | undefined} its path
 */
export function findProgram(names) {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders
    .flatMap((folder) => names.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}
