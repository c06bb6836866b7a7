import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat, utimes } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, ProcessIdentity, thisProcess } from '@bestiary/tracking/process-identity';

/** Who waits looks again this often (milliseconds). */
const LOOK_EVERY_MS = 100;
/** The holder shows that it lives this often, and is thought dead after so long without (milliseconds). */
const TOUCH_EVERY_MS = 5_000;
const DEAD_AFTER_MS = 60_000;

/**
 * A file that one process holds at a time, on one machine or on a shared folder. That of a process which was killed is taken over: at once
 * on the same machine, else when its time has not moved for a minute. It spares work and guards nothing: two that take over in the same
 * moment may both hold it.
 */
export class FileLock {
  readonly #path: string;
  readonly #timer: NodeJS.Timeout;

  private constructor(path: string) {
    this.#path = path;
    this.#timer = setInterval(() => {
      const now = new Date();
      utimes(path, now, now).catch(() => undefined);
    }, TOUCH_EVERY_MS).unref();
  }

  /**
   * Waits until the lock is free.
   *
   * @returns null where no lock can be made: the folder is read-only
   * @throws the signal's reason
   */
  static async acquire(path: string, signal: AbortSignal): Promise<FileLock | null> {
    const made = await mkdir(dirname(path), { recursive: true }).then(
      () => true,
      () => false,
    );
    for (; made;) {
      signal.throwIfAborted();
      try {
        const file = await open(path, 'wx');
        await file.writeFile(JSON.stringify({ host: hostname(), ...thisProcess() }));
        await file.close();
        return new FileLock(path);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return null;
      }
      if (await isAbandoned(path)) {
        const aside = `${path}.${randomUUID()}`;
        await rename(path, aside).catch(() => undefined); // one of those that try does it
        await rm(aside, { force: true });
      } else {
        await sleep(LOOK_EVERY_MS, undefined, { signal }).catch(() => undefined);
      }
    }
    return null;
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await rm(this.#path, { force: true });
  }
}

async function isAbandoned(path: string): Promise<boolean> {
  try {
    const { mtimeMs } = await stat(path);
    if (Date.now() - mtimeMs > DEAD_AFTER_MS) return true;
    const holder: unknown = JSON.parse(await readFile(path, 'utf8'));
    const { host } = holder as { host?: string };
    return host === hostname() && !isAlive(ProcessIdentity.parse(holder));
  } catch {
    return false; // gone, or just being written
  }
}
