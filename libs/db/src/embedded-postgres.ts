import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import pg from 'pg';
import { claimFolder } from './folder-owner.ts';
import { findPostgresBinaries, installationOf, type PostgresBinaries } from './postgres-binaries.ts';
import { choosePostgresUser, type PostgresUser } from './postgres-user.ts';
import { isAlive, programOf } from './process-identity.ts';

const USER = 'bestiary';
const DATABASE = 'bestiary';
const START_WITHIN_S = 60;
const STOP_WITHIN_S = 30;
const LOG_TAIL_CHARS = 2_000;

/** Beyond Postgres' defaults: reachable from this machine alone, planned for solid-state disks, no just-in-time compiler. */
const SETTINGS = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  random_page_cost: '1.1',
  jit: 'off',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
};

export type EmbeddedPostgres = {
  /** with user, password and database */
  url: string;
  port: number;
  dataDir: string;
  /** whether a server left behind by a process that died was taken over, instead of starting one */
  adopted: boolean;
  /** Ends the server cleanly; the data stay. Repeatable. */
  stop(): Promise<void>;
};

/**
 * Starts a real Postgres on a data folder, which it fills on the first start: `data/` (the cluster), `password`
 * (mode 0600), `port` (kept from start to start while it is free), `postgres.log`, `owner`. Durable: fsync and
 * synchronous commit are on. The server outlives this process if it dies, and is taken over by the next start.
 *
 * @throws BestiaryError `conflict` where another living process uses the folder, `unavailable` where Postgres does not
 *   start, with the end of its log
 */
export async function startEmbeddedPostgres(options: { dataDir: string }): Promise<EmbeddedPostgres> {
  const dataDir = path.resolve(options.dataDir);
  await mkdir(dataDir, { recursive: true });
  const disown = await claimFolder(dataDir);
  try {
    const binaries = await findPostgresBinaries();
    const user = await choosePostgresUser([path.join(dataDir, 'data'), installationOf(binaries)]);
    if (user.ids) await chown(dataDir, user.ids.uid, user.ids.gid);
    const cluster = new Cluster(dataDir, binaries, user);
    await cluster.initialise();
    const running = await cluster.findRunning();
    const port = running ?? (await cluster.start());
    await cluster.ensureDatabase(port);
    let stopped: Promise<void> | undefined;
    return {
      url: await cluster.url(port, DATABASE),
      port,
      dataDir,
      adopted: running !== undefined,
      stop: () => (stopped ??= cluster.stop().then(disown)),
    };
  } catch (error) {
    await disown();
    throw error;
  }
}

class Cluster {
  readonly #folder: string;
  readonly #data: string;
  readonly #log: string;
  readonly #binaries: PostgresBinaries;
  readonly #user: PostgresUser;

  constructor(folder: string, binaries: PostgresBinaries, user: PostgresUser) {
    this.#folder = folder;
    this.#data = path.join(folder, 'data');
    this.#log = path.join(folder, 'postgres.log');
    this.#binaries = binaries;
    this.#user = user;
  }

  /** Makes the cluster where there is none; an interrupted attempt is begun again. */
  async initialise(): Promise<void> {
    if (existsSync(this.#data)) return this.#checkVersion();
    const fresh = `${this.#data}.new`;
    await rm(fresh, { recursive: true, force: true });
    const passwordFile = path.join(this.#folder, 'password');
    await this.#writePrivate(passwordFile, randomBytes(24).toString('base64url'));
    try {
      await this.#user.run(this.#binaries.initdb, [
        `--pgdata=${fresh}`,
        `--username=${USER}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--locale=C',
      ]);
    } catch (error) {
      throw new BestiaryError(
        'unavailable',
        `cannot make a Postgres cluster in ${fresh}: ${stderrOf(error)}`,
        {
          cause: error,
          hint: 'free some disk space, or set DATABASE_URL to use a Postgres of your own',
        },
      );
    }
    await rename(fresh, this.#data);
  }

  async #checkVersion(): Promise<void> {
    const there = (await readFile(path.join(this.#data, 'PG_VERSION'), 'utf8').catch(() => 'unknown')).trim();
    const version = await this.#user.run(this.#binaries.postgres, ['--version']);
    const major = /(\d+)/.exec(version)?.[1];
    if (there !== major) {
      throw new BestiaryError(
        'conflict',
        `${this.#data} is a cluster of Postgres ${there}, this is Postgres ${major}`,
        { hint: 'carry the data over with pg_dump, or use another data folder (BESTIARY_DATA_DIR)' },
      );
    }
  }

  /** The port of a server that runs on this cluster already. */
  async findRunning(): Promise<number | undefined> {
    const server = await this.#readServer();
    if (server === undefined) return undefined;
    if (await this.#answers(server.port)) return server.port;
    await this.stop(); // it is on its way down, or stuck
    return undefined;
  }

  /** What the cluster's pid file says, where its server runs. Clears away what one that died left behind. */
  async #readServer(): Promise<{ pid: number; port: number } | undefined> {
    const file = path.join(this.#data, 'postmaster.pid');
    const lines = (await readFile(file, 'utf8').catch(() => '')).split('\n');
    const pid = Number(lines[0]);
    if (!(pid > 0)) return undefined;
    const program = isAlive(pid) ? await programOf(pid) : '';
    if (program === undefined || program.startsWith('postgres')) return { pid, port: Number(lines[3]) };
    await rm(file, { force: true }); // the number belongs to no one, or to another program by now
    return undefined;
  }

  async #answers(port: number): Promise<boolean> {
    try {
      return await this.#query(port, 'postgres', async (client) => {
        const { rows } = await client.query<{ dir: string }>(
          `SELECT current_setting('data_directory') AS dir`,
        );
        return rows[0]!.dir === this.#data;
      });
    } catch {
      return false;
    }
  }

  async start(): Promise<number> {
    const portFile = path.join(this.#folder, 'port');
    const remembered = Number(await readFile(portFile, 'utf8').catch(() => '0'));
    const port = await freePort(remembered);
    await writeFile(portFile, String(port));
    await rm(this.#log, { force: true });
    const settings = Object.entries({ ...SETTINGS, port: String(port) })
      .map(([name, value]) => `-c ${name}=${value === '' ? "''" : value}`)
      .join(' ');
    try {
      await this.#pgCtl(
        'start',
        `--timeout=${START_WITHIN_S}`,
        `--log=${this.#log}`,
        `--options=${settings}`,
      );
    } catch (error) {
      const log = await readFile(this.#log, 'utf8').catch(() => stderrOf(error));
      throw new BestiaryError(
        'unavailable',
        `embedded Postgres did not start: ${log.slice(-LOG_TAIL_CHARS).trim()}`,
        { cause: error, hint: `see ${this.#log}` },
      );
    }
    return port;
  }

  async stop(): Promise<void> {
    for (const mode of ['fast', 'immediate']) {
      if ((await this.#readServer()) === undefined) return;
      try {
        await this.#pgCtl('stop', `--mode=${mode}`, `--timeout=${STOP_WITHIN_S}`);
      } catch (error) {
        if (mode === 'immediate' && (await this.#readServer()) !== undefined) throw error;
      }
    }
  }

  async #pgCtl(command: string, ...args: string[]): Promise<void> {
    await this.#user.run(this.#binaries.pg_ctl, [
      command,
      `--pgdata=${this.#data}`,
      '--wait',
      '--silent',
      ...args,
    ]);
  }

  async ensureDatabase(port: number): Promise<void> {
    await this.#query(port, 'postgres', async (client) => {
      const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE]);
      if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(DATABASE)}`);
    });
  }

  async url(port: number, database: string): Promise<string> {
    const password = (await readFile(path.join(this.#folder, 'password'), 'utf8')).trim();
    return `postgresql://${USER}:${password}@127.0.0.1:${port}/${database}`;
  }

  async #query<T>(port: number, database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
    const client = new pg.Client({
      connectionString: await this.url(port, database),
      connectionTimeoutMillis: 5_000,
    });
    client.on('error', () => undefined); // shows in the query under way
    await client.connect();
    try {
      return await work(client);
    } finally {
      await client.end();
    }
  }

  async #writePrivate(file: string, text: string): Promise<void> {
    await writeFile(file, text, { mode: 0o600 });
    await chmod(file, 0o600);
    if (this.#user.ids) await chown(file, this.#user.ids.uid, this.#user.ids.gid);
  }
}

function stderrOf(error: unknown): string {
  const { stderr } = error as { stderr?: unknown };
  return typeof stderr === 'string' && stderr.trim() !== '' ? stderr.trim() : messageOf(error);
}

/** `preferred` where it is free on 127.0.0.1, else one that the system chooses. */
async function freePort(preferred: number): Promise<number> {
  const listen = (port: number) =>
    new Promise<number>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port));
      });
    });
  return listen(preferred).catch(() => listen(0));
}
