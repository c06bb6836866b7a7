import { readFileSync } from 'node:fs';
import { z } from 'zod';

/** A process of this machine; `startedAt` (kernel clock ticks) tells it from a later one with the same number. */
export const ProcessIdentity = z.object({ pid: z.int(), startedAt: z.string().nullable() });
export type ProcessIdentity = z.infer<typeof ProcessIdentity>;

export function thisProcess(): ProcessIdentity {
  return { pid: process.pid, startedAt: startTicks(process.pid) };
}

export function isAlive(identity: ProcessIdentity): boolean {
  try {
    process.kill(identity.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false;
  }
  const ticks = startTicks(identity.pid);
  return ticks === null || identity.startedAt === null || ticks === identity.startedAt;
}

/** Field 22 of proc(5)'s /proc/PID/stat; `null` where there is no such file (other systems). */
function startTicks(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const afterName = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return afterName[19] ?? null;
  } catch {
    return null;
  }
}
