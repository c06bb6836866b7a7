import { setTimeout as sleep } from 'node:timers/promises';
import type { HeldTrial } from '@bestiary/tracking/held-trial';
import type { Claim } from '@bestiary/tracking/worker-client';
import type { TrialEnd } from './run-trial.ts';

/** What a worker asks the server for. */
export interface TrialQueue {
  claim(): Promise<Claim>;
  /** called when the trial of the last claim is ended */
  ended(): void;
}

export interface WorkerLoopOptions {
  queue: TrialQueue;
  run: (held: HeldTrial) => Promise<TrialEnd>;
  /** so many trials at most */
  maxTrials: number;
  onTrial: (held: HeldTrial, end: TrialEnd, seconds: number) => void;
  /** told why there is nothing to do, when that changes */
  onWait: (reason: string) => void;
  /** fires when no more trials are to be taken */
  draining: AbortSignal;
}

/** What a worker did, and why it ended. */
export interface WorkerReport {
  finished: number;
  pruned: number;
  failed: number;
  /** handed back, or given to another worker meanwhile */
  returned: number;
  /** why it takes no more trials */
  reason: string;
  /** whether that is a failure: too many trials in a row failed here */
  broken: boolean;
}

/** Claims trials and runs them, one at a time, until there is a reason to end. */
export async function workerLoop(options: WorkerLoopOptions): Promise<WorkerReport> {
  const { queue, run, maxTrials, onTrial, onWait, draining } = options;
  const counts = { finished: 0, pruned: 0, failed: 0, returned: 0 };
  let failuresInARow = 0;
  let waitingFor: string | undefined;
  for (let trials = 0; ;) {
    if (draining.aborted) return { ...counts, reason: 'it was told to end', broken: false };
    if (trials >= maxTrials) return { ...counts, reason: `it has run ${trials} trials`, broken: false };
    const claim = await queue.claim();
    if (claim.kind === 'done') return { ...counts, reason: claim.reason, broken: false };
    if (claim.kind === 'wait') {
      if (claim.reason !== waitingFor) onWait((waitingFor = claim.reason));
      await sleep(claim.retryMs, undefined, { signal: draining }).catch(() => undefined);
      continue;
    }
    waitingFor = undefined;
    const started = performance.now();
    const end = await run(claim.held);
    queue.ended();
    onTrial(claim.held, end, (performance.now() - started) / 1_000);
    trials += 1;
    counts[end.status === 'lost' || end.status === 'released' ? 'returned' : end.status] += 1;
    failuresInARow = end.status === 'failed' ? failuresInARow + 1 : 0;
    if (end.status === 'failed' && failuresInARow >= claim.held.sweep.training.workerMaxFailures) {
      const reason = `${failuresInARow} trials in a row failed here, the last with: ${end.error.message}`;
      return { ...counts, reason, broken: true };
    }
  }
}
