import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { at } from './paths.mjs';
import { say } from './steps.mjs';

/**
 * Runs `work` while no other set-up of this checkout does. A lock whose owner has died is taken over.
 *
 * @template T
 * @param {() => Promise<T>} work
 * @param {string} [lock] a file that names its owner's process
 * @returns {Promise<T>}
 */
export async function alone(work, lock = at('.bestiary', 'setup.lock')) {
  mkdirSync(dirname(lock), { recursive: true });
  for (let told = false; ;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== 'EEXIST') throw error;
    }
    const owner = ownerOf(lock);
    if (owner === undefined || !isAlive(owner)) {
      rmSync(lock, { force: true });
      continue;
    }
    if (!told) say(`waiting for another set-up of this checkout (process ${owner})`);
    told = true;
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

/** @param {string} lock */
function ownerOf(lock) {
  try {
    return Number(readFileSync(lock, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
