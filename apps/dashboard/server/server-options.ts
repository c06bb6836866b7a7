import { parseArgs } from 'node:util';
import { BestiaryError } from '@bestiary/contracts/error';
import { z } from 'zod';

export interface ServerOptions {
  host: string;
  /** 0: any that is free */
  port: number;
  /** where the data folder is, when it is given on the command line */
  dataDir: string | undefined;
  /** names under which browsers may reach the server, besides those that are always allowed; `*` allows all */
  allowedHosts: string[];
  /** compile pages as they are asked for */
  dev: boolean;
  /** end when the process that started the server ends */
  exitWithParent: boolean;
}

const Port = z.coerce.number().int().min(0).max(65_535);

const Environment = z.object({
  HOST: z.string().optional(),
  PORT: z.string().optional(),
  BESTIARY_ALLOWED_HOSTS: z.string().default(''),
  BESTIARY_EXIT_WITH_PARENT: z.string().optional(),
});

/**
 * What the server is told: flags first, then the environment.
 *
 * @throws BestiaryError `usage` for an unknown flag, or a port that is none
 */
export function readServerOptions(
  args: readonly string[],
  variables: Readonly<Record<string, string | undefined>>,
): ServerOptions {
  const env = Environment.parse(variables);
  const flags = parseFlags(args);
  const port = flags.port ?? (env.PORT || '4810');
  const parsed = Port.safeParse(port);
  if (!parsed.success) {
    const name = flags.port === undefined ? 'PORT' : '--port';
    throw new BestiaryError('usage', `${name}: expected a whole number from 0 to 65535, got "${port}"`);
  }
  return {
    host: flags.host ?? (env.HOST || '127.0.0.1'),
    port: parsed.data,
    dataDir: flags['data-dir'],
    allowedHosts: env.BESTIARY_ALLOWED_HOSTS.split(',')
      .map((name) => name.trim().toLowerCase())
      .filter((name) => name !== ''),
    dev: flags.dev ?? false,
    exitWithParent: env.BESTIARY_EXIT_WITH_PARENT === '1',
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        host: { type: 'string' },
        port: { type: 'string' },
        'data-dir': { type: 'string' },
        dev: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    throw new BestiaryError('usage', error instanceof Error ? error.message : String(error), {
      cause: error,
      hint: 'flags: --host H --port N --data-dir DIR --dev',
    });
  }
}
