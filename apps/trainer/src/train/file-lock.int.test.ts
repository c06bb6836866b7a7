import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FileLock } from './file-lock.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const { signal } = new AbortController();

describe('a file lock', () => {
  it('is held by one at a time', async () => {
    const path = join(folder, 'a.lock');
    let inside = 0;
    let most = 0;
    await Promise.all(
      [1, 2, 3].map(async () => {
        const lock = await FileLock.acquire(path, signal);
        most = Math.max(most, ++inside);
        await new Promise((resolve) => setTimeout(resolve, 20));
        inside -= 1;
        await lock!.release();
      }),
    );
    expect(most).toBe(1);
    expect(await readdir(folder)).toEqual([]);
  });

  it('of a process that was killed is taken over', async () => {
    const path = join(folder, 'a.lock');
    const dead = { host: hostname(), pid: 2 ** 22 + 1, startedAt: '1' }; // beyond the largest number of a process
    await writeFile(path, JSON.stringify(dead));
    const lock = await FileLock.acquire(path, signal);
    expect(lock).not.toBeNull();
    await lock!.release();
    expect(await readdir(folder)).toEqual([]);
  });

  it('is waited for no longer than the signal lets it', async () => {
    const path = join(folder, 'a.lock');
    const lock = await FileLock.acquire(path, signal);
    const stop = new AbortController();
    const waiting = FileLock.acquire(path, stop.signal);
    stop.abort(new Error('enough'));
    await expect(waiting).rejects.toThrow('enough');
    await lock!.release();
  });

  it('is done without where none can be made', async () => {
    const file = join(folder, 'file');
    await writeFile(file, '');
    expect(await FileLock.acquire(join(file, 'a.lock'), signal)).toBeNull();
  });
});
