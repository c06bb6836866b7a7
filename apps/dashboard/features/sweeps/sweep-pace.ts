import type { Sweep } from '@bestiary/contracts/sweep-record';

/** How fast a sweep went, all its workers together. */
export interface Pace {
  name: string;
  msPerTraining: number;
}

/** Fewer trials than this say nothing of the pace. */
const LEAST_TRIALS = 5;

/** The pace of the newest sweep that has ended enough trials; of one that still runs up to `now` (Unix milliseconds). */
export function paceOf(
  sweeps: readonly Pick<Sweep, 'name' | 'status' | 'config' | 'counts' | 'startedAt' | 'endedAt'>[],
  now: number,
): Pace | undefined {
  for (const { name, status, config, counts, startedAt, endedAt } of sweeps) {
    const done = counts.finished + counts.pruned;
    const end = endedAt === null ? (status === 'running' ? now : null) : Date.parse(endedAt);
    if (done < LEAST_TRIALS || startedAt === null || end === null) continue;
    const trainings = done * config.repeats * (config.folds ?? 1);
    return { name, msPerTraining: Math.max(0, end - Date.parse(startedAt)) / trainings };
  }
  return undefined;
}
