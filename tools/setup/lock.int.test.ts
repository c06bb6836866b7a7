import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { alone } from './lock.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'bestiary-lock-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('alone', () => {
  let lock: string;
  beforeEach(() => (lock = path.join(folder, `${Math.random()}.lock`)));

  it('lets one work at a time', async () => {
    let inside = 0;
    let most = 0;
    const work = async () => {
      most = Math.max(most, ++inside);
      await new Promise((done) => setTimeout(done, 20));
      inside -= 1;
    };
    await Promise.all([alone(work, lock), alone(work, lock), alone(work, lock)]);
    expect(most).toBe(1);
  });

  it('takes over from a process that is gone', async () => {
    const { pid } = spawnSync(process.execPath, ['--version']);
    writeFileSync(lock, String(pid));
    expect(await alone(async () => readFileSync(lock, 'utf8'), lock)).toBe(String(process.pid));
  });

  it('is free again after work that failed', async () => {
    await expect(alone(() => Promise.reject(new Error('no')), lock)).rejects.toThrow('no');
    expect(existsSync(lock)).toBe(false);
  });
});
