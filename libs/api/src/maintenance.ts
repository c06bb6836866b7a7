import { messageOf } from '@bestiary/contracts/error';
import { type Context } from './context.ts';

const LOOK_EVERY_MS = 5_000;
const CLEAN_EVERY_MS = 3_600_000;

/**
 * Does what no request does: marks runs as lost whose heartbeat has stopped, takes trials away from workers that were not
 * heard of, ends sweeps, and clears away abandoned uploads. Any number of servers may do so on one database.
 *
 * @returns stops it, and resolves when what is under way has ended
 */
export function startMaintenance({ runs, trials, artifacts }: Context): () => Promise<void> {
  const stops = [
    every(LOOK_EVERY_MS, 'marking lost runs', () => runs.markLost()),
    every(LOOK_EVERY_MS, 'taking trials back', () => trials.maintain()),
    every(CLEAN_EVERY_MS, 'clearing abandoned uploads', () => artifacts.removeStaleUploads()),
  ];
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

/** Repeats a task, never two at once; says once that it fails, and once that it works again. */
function every(intervalMs: number, name: string, task: () => Promise<unknown>): () => Promise<void> {
  let failing = false;
  let underWay = Promise.resolve();
  let busy = false;
  const tick = async () => {
    busy = true;
    try {
      await task();
      if (failing) console.error(`${name} works again`);
      failing = false;
    } catch (error) {
      if (!failing) console.error(`${name} fails: ${messageOf(error)}`);
      failing = true;
    } finally {
      busy = false;
    }
  };
  const timer = setInterval(() => {
    if (!busy) underWay = tick();
  }, intervalMs);
  timer.unref();
  return async () => {
    clearInterval(timer);
    await underWay;
  };
}
