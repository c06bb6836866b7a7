import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's root. */
export const ROOT = resolve(fileURLToPath(new URL('../..', import.meta.url)));

/** Where downloads and builds are kept between installations: `BESTIARY_CACHE_DIR`, else `~/.cache/bestiary`. */
export const CACHE = process.env.BESTIARY_CACHE_DIR
  ? resolve(process.env.BESTIARY_CACHE_DIR)
  : join(homedir(), '.cache', 'bestiary');

/** Logs of what set-up runs; not in node_modules, which `npm ci` empties. */
export const LOGS = join(ROOT, '.bestiary', 'logs');

/** @param {...string} parts a path below the root */
export const at = (...parts) => join(ROOT, ...parts);
