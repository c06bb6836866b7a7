import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/** Where weights and features are kept between runs: `BESTIARY_CACHE_DIR`, else `~/.cache/bestiary`. */
export function defaultCacheFolder(): string {
  const named = process.env.BESTIARY_CACHE_DIR;
  return named ? resolve(named) : join(homedir(), '.cache', 'bestiary');
}
