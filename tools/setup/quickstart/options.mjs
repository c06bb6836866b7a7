import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { at } from '../paths.mjs';

export const HELP = `Usage: npm run quickstart [-- OPTIONS]

From a bare clone to a trained classifier in the dashboard: installs, builds, starts the server with embedded Postgres,
draws the sample set, trains on it, and stays up until Ctrl-C.

  --once         stop after the training
  --data DIR     train on your own folder of images (one folder a class) instead of the sample set
  --port N       the server's port (default 4810; 0 takes a free one)
  --data-dir DIR where the server keeps its data (default $BESTIARY_DATA_DIR, else .bestiary)
  --help         show this help

Example: npm run quickstart -- --data ~/pictures/birds`;

/**
 * @typedef {object} QuickstartOptions
 * @property {boolean} help
 * @property {boolean} once
 * @property {string | undefined} data the user's folder of images, absolute
 * @property {number} port
 * @property {string} dataDir absolute
 */

/**
 * Reads the command line. Folders are relative to where npm was called, not to the repository that it changes into.
 * @param {string[]} args
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {QuickstartOptions}
 * @throws {Error} that names what is wrong
 */
export function readOptions(args, env) {
  const { values } = parseArgs({
    args,
    options: {
      help: { type: 'boolean', default: false },
      once: { type: 'boolean', default: false },
      data: { type: 'string' },
      port: { type: 'string', default: '4810' },
      'data-dir': { type: 'string' },
    },
  });
  const here = env.INIT_CWD ?? process.cwd();
  const port = Number(values.port);
  if (values.port.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new Error(`--port: expected a whole number from 0 to 65535, got "${values.port}"`);
  const data = values.data === undefined ? undefined : resolve(here, values.data);
  if (data !== undefined && !existsSync(data)) throw new Error(`--data: there is no folder ${data}`);
  const given = values['data-dir'] ?? env.BESTIARY_DATA_DIR;
  const dataDir = given ? resolve(here, given) : at('.bestiary');
  return { help: values.help, once: values.once, data, port, dataDir };
}
