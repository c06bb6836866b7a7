import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@bestiary/db/embedded-postgres';
import { migrate } from '@bestiary/db/migrate';
import { workspaceFile } from '../workspace.ts';

/** Something that can be killed without warning, and comes back. */
export interface Victim {
  /** kill -9, and another in its place; resolves when that is up */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** A Postgres of its own, on the same folder and port each time. */
export class PostgresVictim implements Victim {
  readonly #dataDir: string;
  #postgres: EmbeddedPostgres;

  private constructor(dataDir: string, postgres: EmbeddedPostgres) {
    this.#dataDir = dataDir;
    this.#postgres = postgres;
  }

  static async start(dataDir: string): Promise<PostgresVictim> {
    const postgres = await startEmbeddedPostgres({ dataDir });
    await migrate(postgres.url);
    return new PostgresVictim(dataDir, postgres);
  }

  get url(): string {
    return this.#postgres.url;
  }

  async kill(): Promise<void> {
    const [pid] = (await readFile(join(this.#dataDir, 'data', 'postmaster.pid'), 'utf8')).split('\n');
    process.kill(Number(pid), 'SIGKILL');
    await sleep(100); // its children notice that it is gone
    await this.#postgres.stop(); // gives up the folder
    this.#postgres = await startEmbeddedPostgres({ dataDir: this.#dataDir });
  }

  stop(): Promise<void> {
    return this.#postgres.stop();
  }
}

/** A server in a process of its own, on the same port each time. */
export class ServerVictim implements Victim {
  readonly #env: NodeJS.ProcessEnv;
  #child: ChildProcess;
  readonly url: string;

  private constructor(env: NodeJS.ProcessEnv, child: ChildProcess, url: string) {
    this.#env = env;
    this.#child = child;
    this.url = url;
  }

  static async start(databaseUrl: string, dataDir: string): Promise<ServerVictim> {
    const env = { ...process.env, DATABASE_URL: databaseUrl, BESTIARY_DATA_DIR: dataDir, S3_ENDPOINT: '' };
    const { child, url } = await startServerProcess({ ...env, PORT: '0' });
    return new ServerVictim({ ...env, PORT: new URL(url).port }, child, url);
  }

  async kill(): Promise<void> {
    await this.stop();
    this.#child = (await startServerProcess(this.#env)).child;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'close');
    if (this.#child.kill('SIGKILL')) await ended;
  }
}

async function startServerProcess(env: NodeJS.ProcessEnv): Promise<{ child: ChildProcess; url: string }> {
  const main = workspaceFile('tools/bench/src/chaos/chaos-server.ts');
  const child = spawn(process.execPath, ['--import', 'tsx', '--conditions=@bestiary/source', main], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'], // it says much of a database that is away
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{')) continue;
    return { child, url: (JSON.parse(line) as { url: string }).url };
  }
  throw new Error('the server ended before it was ready');
}

/** One of several `bestiary worker`. */
export class WorkerVictim implements Victim {
  readonly #args: readonly string[];
  readonly #cwd: string;
  #child: ChildProcess;

  constructor(args: readonly string[], cwd: string) {
    this.#args = args;
    this.#cwd = cwd;
    this.#child = this.#spawn();
  }

  kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    this.#child = this.#spawn();
    return Promise.resolve();
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'close');
    if (this.#child.kill('SIGKILL')) await ended;
  }

  #spawn(): ChildProcess {
    const launcher = workspaceFile('apps/trainer/bin/bestiary.mjs');
    return spawn(process.execPath, [launcher, 'worker', ...this.#args], {
      cwd: this.#cwd,
      stdio: ['ignore', 'ignore', process.env.BESTIARY_CHAOS_LOG ? 'inherit' : 'ignore'],
    });
  }
}
