import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestServer, type TestServer } from '@bestiary/testing/test-server';
import { askServer } from '@bestiary/tracking/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, endCommands, startCommand, type RunningCommand } from './bestiary-process.test.ts';
import type { DatasetReport } from './dataset/dataset-report.ts';
import type { Check } from './doctor.ts';

let server: TestServer;
let cwd: string;

beforeAll(async () => {
  buildCommand();
  server = await startTestServer();
  cwd = await mkdtemp(join(tmpdir(), 'command-'));
});
afterAll(async () => {
  endCommands();
  await server.close();
  await rm(cwd, { recursive: true, force: true });
});

/** `up` serves the dashboard's production build. */
const pagesAreBuilt = existsSync(new URL('../../dashboard/.next/BUILD_ID', import.meta.url));

async function readyLine(command: RunningCommand): Promise<{ url: string; dataDir: string }> {
  await expect.poll(() => command.stdout(), { timeout: 30_000 }).toContain('\n');
  return JSON.parse(command.stdout()) as { url: string; dataDir: string };
}

const bestiary = (...args: string[]) => startCommand(args, { cwd }).result;

describe('every command', () => {
  it.each([['up'], ['train'], ['dataset', 'sample'], ['dataset', 'inspect'], ['sync'], ['doctor']])(
    '%s %s has help with an example and the option --json',
    async (...command) => {
      const { status, stdout, stderr } = await bestiary(...command, '--help');
      expect(status).toBe(0);
      expect(stdout).toContain(`Usage: bestiary ${command.join(' ')}`);
      expect(stdout).toMatch(/Examples?:\n {2}bestiary/);
      expect(stdout).toContain('--json');
      expect(stderr).toBe('');
    },
  );

  it('is refused with status 2 when it is unknown, and the nearest is named', async () => {
    const { status, stderr } = await bestiary('trian');
    expect(status).toBe(2);
    expect(stderr).toContain('Did you mean train?');
  });

  it('ends well when nobody reads on', async () => {
    const { process: child, result } = startCommand(['train', '--help'], { cwd });
    child.stdout!.destroy();
    expect(await result).toMatchObject({ status: 0, stderr: '' });
  });

  it('prints its version', async () => {
    expect(await bestiary('--version')).toMatchObject({ status: 0, stdout: '0.1.0\n' });
  });
});

describe('bestiary dataset', () => {
  it('draws a sample set once, and inspects it', async () => {
    const drawn = await bestiary('dataset', 'sample', 'set', '--count', '20', '--seed', '3', '--json');
    expect(drawn.status, drawn.stderr).toBe(0);
    expect(JSON.parse(drawn.stdout)).toMatchObject({
      dir: join(cwd, 'set'),
      drawn: true,
      count: 20,
      seed: 3,
    });
    const again = await bestiary('dataset', 'sample', 'set', '--count', '20', '--seed', '3');
    expect(again.stdout).toContain('(drawn before)');

    await writeFile(join(cwd, 'set', 'bear', 'broken.jpg'), 'no image');
    const { status, stdout } = await bestiary('dataset', 'inspect', 'set', '--json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout) as DatasetReport;
    expect(report).toMatchObject({ images: 20, classNames: ['bear', 'dragon'], formats: { jpeg: 20 } });
    expect(report.bad).toMatchObject([{ path: 'bear/broken.jpg', kind: 'not-an-image' }]);
    expect(report.split.training).toHaveLength(16);
    expect(report.split.validation).toHaveLength(4);
  });

  it('refuses to draw over anything else', async () => {
    await writeFile(join(cwd, 'mine.txt'), 'mine');
    const { status, stderr } = await bestiary('dataset', 'sample', '.');
    expect(status).toBe(1);
    expect(stderr).toContain('bestiary: ');
  });
});

describe('bestiary doctor', () => {
  it('says ok, warn or fail of everything that a training needs, with a remedy', async () => {
    const { stdout } = await startCommand(['doctor', '--json', '--server', server.url], { cwd }).result;
    const { checks } = JSON.parse(stdout) as { checks: Check[] };
    expect(checks.map((check) => check.name)).toEqual([
      'node',
      'ONNX Runtime',
      'TensorFlow',
      'weights',
      'server',
      'data folder',
      'cache folder',
      'disk space',
    ]);
    expect(checks.find((check) => check.name === 'server')).toMatchObject({ status: 'ok' });
    const away = await bestiary('doctor', '--server', 'http://127.0.0.1:5099');
    expect(away.stdout).toMatch(
      /^warn +server +no answer from http:\/\/127\.0\.0\.1:5099[^]*Start it with `bestiary up`/m,
    );
  });
});

describe('bestiary sync', () => {
  it('has nothing to do where nothing waits', async () => {
    expect(await bestiary('sync')).toMatchObject({ status: 0, stdout: 'nothing is waiting\n' });
    expect(await bestiary('sync', '--json')).toMatchObject({ status: 0, stdout: '{"runs":[]}\n' });
  });
});

describe('bestiary up', () => {
  it('says so when it is running already', async () => {
    const { status, stdout } = await bestiary('up', '--port', new URL(server.url).port, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ url: server.url, alreadyRunning: true });
  });

  it.skipIf(!pagesAreBuilt)('stays up until it is told to end, and then leaves nothing behind', async () => {
    const command = startCommand(['up', '--port', '0', '--data-dir', 'data', '--json'], { cwd });
    const ready = await readyLine(command);
    expect(ready).toMatchObject({ dataDir: join(cwd, 'data'), alreadyRunning: false });
    expect(await askServer(ready.url)).toMatchObject({ database: 'embedded', artifactStore: 'folder' });
    command.process.kill('SIGINT');
    expect((await command.result).status).toBe(0);
    await expect(askServer(ready.url)).rejects.toMatchObject({ code: 'unavailable' });
  });

  it.skipIf(!pagesAreBuilt)('takes its server along when it is killed', async () => {
    const command = startCommand(['up', '--port', '0', '--data-dir', 'data', '--json'], { cwd });
    const { url } = await readyLine(command);
    command.process.kill('SIGKILL');
    await expect.poll(() => askServer(url).catch(() => null), { timeout: 20_000 }).toBeNull();
  });

  it('does not pass off a server on another data folder as the one asked for', async () => {
    const { port } = new URL(server.url);
    const { status, stderr } = await bestiary('up', '--port', port, '--data-dir', 'elsewhere');
    expect(status).toBe(1);
    expect(stderr).toContain(`the server at ${server.url} keeps its data in`);
    expect(stderr).toContain(join(cwd, 'elsewhere'));
  });

  it('does not take the port of another program', async () => {
    const other = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    const { status, stderr } = await bestiary('up', '--port', String(port));
    other.close();
    expect(status).toBe(1);
    expect(stderr).toContain(`port ${port} is taken by another program`);
  });

  it.each(['-1', '1.5', '70000', 'http'])('refuses the port %s', async (port) => {
    expect((await bestiary('up', `--port=${port}`)).status).toBe(2);
  });
});
