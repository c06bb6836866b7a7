import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive } from './process-identity.ts';

let folder: string;
let dataDir: string;
const running = new Set<EmbeddedPostgres>();
const children = new Set<ChildProcess>();

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bestiary-embedded-')); // a folder of mode 0700, as mkdtemp makes them
  dataDir = path.join(folder, 'with space', 'postgres');
});

afterEach(async () => {
  for (const postgres of running) await postgres.stop();
  for (const child of children) child.kill('SIGKILL');
  running.clear();
  children.clear();
  await rm(folder, { recursive: true, force: true });
});

async function start(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir });
  running.add(postgres);
  return postgres;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

/** Another process that starts Postgres on the same folder, and lives on. */
async function startElsewhere(): Promise<ChildProcess> {
  const module = path.join(import.meta.dirname, 'embedded-postgres.ts');
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(module)});
    const { url } = await startEmbeddedPostgres({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(url);
    setInterval(() => {}, 1000);`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--conditions=@bestiary/source', '--input-type=module', '-e', script],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  children.add(child);
  await once(child.stdout, 'data');
  return child;
}

async function postmaster(): Promise<number> {
  const file = path.join(dataDir, 'data', 'postmaster.pid');
  return Number((await readFile(file, 'utf8')).split('\n')[0]);
}

describe('embedded Postgres', () => {
  it('is durable, reachable from this machine alone, and writes UTF-8', async () => {
    const { url } = await start();
    const [settings] = await query(
      url,
      `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
        current_setting('listen_addresses') AS listens, current_setting('unix_socket_directories') AS sockets,
        current_setting('server_encoding') AS encoding, current_setting('server_version_num')::int / 10000 AS major`,
    );
    expect(settings).toEqual({
      fsync: 'on',
      commit: 'on',
      listens: '127.0.0.1',
      sockets: '',
      encoding: 'UTF8',
      major: 18,
    });
    expect((await stat(path.join(dataDir, 'password'))).mode & 0o777).toBe(0o600);
    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  it('keeps data, port and password from start to start', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept (id int)');
    await first.stop();
    await first.stop();
    await expect(query(first.url, 'SELECT 1')).rejects.toThrow('ECONNREFUSED');
    const second = await start();
    expect(second).toMatchObject({ url: first.url, adopted: false });
    expect(await query(second.url, 'SELECT * FROM kept')).toEqual([]);
  });

  it('takes another port where its own is taken', async () => {
    const first = await start();
    await first.stop();
    const squatter = createServer().listen(first.port, '127.0.0.1');
    await once(squatter, 'listening');
    const second = await start();
    squatter.close();
    expect(second.port).not.toBe(first.port);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('takes over the server of a process that was killed', async () => {
    const child = await startElsewhere();
    const pid = await postmaster();
    child.kill('SIGKILL');
    await once(child, 'exit');
    const postgres = await start();
    expect(postgres.adopted).toBe(true);
    expect(await postmaster()).toBe(pid);
    await postgres.stop();
    expect(isAlive(pid)).toBe(false);
  });

  it('refuses a folder that another living process uses', async () => {
    const child = await startElsewhere();
    await expect(start()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(`process ${child.pid}`) }); // prettier-ignore
    await expect(start()).rejects.toMatchObject({ code: 'conflict' });
    child.kill('SIGKILL');
    await once(child, 'exit');
    await start(); // and is stopped after the test
  });

  it('recovers when Postgres itself was killed', async () => {
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS number');
    process.kill(await postmaster(), 'SIGKILL');
    await expect.poll(() => query(first.url, 'SELECT 1').catch(() => 'down')).toBe('down');
    await first.stop();
    const second = await start();
    expect(await query(second.url, 'SELECT number FROM kept')).toEqual([{ number: 7 }]);
  });

  it('is not misled by a process number that belongs to another program by now', async () => {
    const first = await start();
    const file = path.join(dataDir, 'data', 'postmaster.pid');
    const lines = (await readFile(file, 'utf8')).split('\n');
    await first.stop();
    await writeFile(file, [String(process.pid), ...lines.slice(1)].join('\n'));
    await writeFile(path.join(dataDir, 'owner'), `${process.pid} 12345`); // this process, but from another time
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('begins again where making the cluster was interrupted', async () => {
    await mkdir(path.join(dataDir, 'data.new', 'base'), { recursive: true });
    const { url } = await start();
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  it('refuses a cluster of another version', async () => {
    await mkdir(path.join(dataDir, 'data'), { recursive: true });
    await writeFile(path.join(dataDir, 'data', 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining('of Postgres 15') }); // prettier-ignore
    expect(await readdir(dataDir)).not.toContain('owner');
  });

  it('says what Postgres says when it does not start', async () => {
    const first = await start();
    await first.stop();
    await writeFile(path.join(dataDir, 'data', 'postgresql.conf'), 'shared_buffers = nonsense\n');
    await expect(start()).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('shared_buffers') }); // prettier-ignore
  });
});
