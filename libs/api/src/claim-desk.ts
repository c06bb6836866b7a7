import { BestiaryError } from '@bestiary/contracts/error';
import { uuidv7 } from '@bestiary/contracts/id';
import { type ClaimTrialOutput } from '@bestiary/contracts/trial';
import { type SweepRepository } from '@bestiary/db/repositories/sweep.repository';
import {
  type TakenTrial,
  type TrialClaim,
  type TrialRepository,
} from '@bestiary/db/repositories/trial.repository';
import { type HeldTrials } from './held-trials.ts';
import { roomFor, verdictOn } from './sweep-verdict.ts';
import { type SweepView } from './sweep-view.ts';
import { type SweepViews } from './sweep-views.ts';

/** A worker that finds nothing asks again after this long (milliseconds). */
const BUSY_RETRY_MS = 500;
const PAUSED_RETRY_MS = 2_000;
/** Other servers may add trials between the reading and the writing of one: it is tried again so often. */
const TRIES = 20;

type GivenTrial = Omit<TakenTrial, keyof TrialClaim>;
type Waiting = TrialClaim & { answer(outcome: ClaimTrialOutput): void; fail(error: unknown): void };

/**
 * Gives out the trials of one sweep: queued ones first, else the sampler's next. Claims that arrive while others are dealt
 * with are dealt with together, one statement for all.
 */
export class ClaimDesk {
  readonly #sweepId: string;
  readonly #views: SweepViews;
  readonly #sweeps: SweepRepository;
  readonly #trials: TrialRepository;
  readonly #held: HeldTrials;
  #waiting: Waiting[] = [];
  #serving: Promise<void> | undefined;

  constructor(
    sweepId: string,
    parts: { views: SweepViews; sweeps: SweepRepository; trials: TrialRepository; held: HeldTrials },
  ) {
    this.#sweepId = sweepId;
    this.#views = parts.views;
    this.#sweeps = parts.sweeps;
    this.#trials = parts.trials;
    this.#held = parts.held;
  }

  /** Nobody waits here. */
  get idle(): boolean {
    return this.#serving === undefined;
  }

  /** @throws BestiaryError `not_found` where the sweep is gone */
  claim(claim: TrialClaim): Promise<ClaimTrialOutput> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ ...claim, answer: resolve, fail: reject });
      this.#serving ??= this.#serve().finally(() => (this.#serving = undefined));
    });
  }

  async #serve(): Promise<void> {
    while (this.#waiting.length > 0) {
      const claims = this.#waiting;
      this.#waiting = [];
      try {
        await this.#deal(claims);
      } catch (error) {
        for (const claim of claims) claim.fail(error); // those that were answered hear nothing of it
      }
    }
  }

  async #deal(claims: Waiting[]): Promise<void> {
    let left = claims;
    for (let i = 0; left.length > 0; i++) {
      if (i === TRIES)
        throw new BestiaryError(
          'unavailable',
          `sweep ${this.#sweepId} changes too fast to take a trial of it`,
        );
      const view = await this.#views.fresh(this.#sweepId);
      left = left.filter((claim) => !this.#repeat(view, claim));
      left = await this.#dealFrom(view, left);
    }
  }

  /** Answers a claim that was answered before: its answer may have been lost on the way. */
  #repeat(view: SweepView, claim: Waiting): boolean {
    const before = view.trials.find(
      ({ requestId, workerId, status }) =>
        requestId === claim.requestId.toLowerCase() &&
        workerId === claim.workerId.toLowerCase() &&
        status === 'running',
    );
    if (before === undefined) return false;
    claim.answer(this.#given(view, before));
    return true;
  }

  /** Answers what it can. @returns the claims that have to be dealt with once more */
  async #dealFrom(view: SweepView, claims: Waiting[]): Promise<Waiting[]> {
    const { status, statusReason } = view.state;
    if (status === 'paused')
      return answerAll(claims, { kind: 'wait', retryMs: PAUSED_RETRY_MS, reason: 'the sweep is paused' });
    if (status !== 'running')
      return answerAll(claims, { kind: 'done', reason: statusReason ?? `the sweep is ${status}` });
    const now = Date.now();
    const overdue = view.trials.some((trial) => trial.status === 'running' && trial.leaseUntil < now);
    if (overdue && (await this.#trials.expire(this.#sweepId)) > 0) return claims;
    if (verdictOn(view) !== undefined) return this.#close(view, claims);

    let left = claims;
    const queued = view.trials.filter((trial) => trial.status === 'queued').length;
    if (queued > 0 && left.length > 0) {
      const asked = left.slice(0, queued);
      const since = Date.now();
      const taken = await this.#trials.takeQueued(this.#sweepId, asked.map(claimOf));
      this.#answer(view, left, taken, since);
      if (taken.length < asked.length) return unanswered(left, taken); // others were faster, or the sweep has stopped
      left = unanswered(left, taken);
    }
    if (left.length === 0) return [];
    return this.#dealNew(view, left);
  }

  async #dealNew(view: SweepView, claims: Waiting[]): Promise<Waiting[]> {
    const wanted = Math.min(claims.length, roomFor(view));
    let points;
    try {
      points = view.suggest(wanted);
    } catch (error) {
      if (!(error instanceof BestiaryError)) throw error;
      await this.#end('failed', error.message); // the constraints leave nothing to try
      return claims;
    }
    if (points.length === 0) return this.#close(view, claims);
    const asked = claims.slice(0, points.length);
    const since = Date.now();
    const taken = await this.#trials.start(
      this.#sweepId,
      view.state.nextNumber,
      asked.map((claim, i) => ({ ...claimOf(claim), id: uuidv7(), params: points[i]! })),
    );
    if (taken === undefined) return claims;
    this.#answer(view, claims, taken, since);
    return unanswered(claims, taken);
  }

  /** Nothing more is to begin: ends the sweep, or has claims wait for what others do. */
  async #close(view: SweepView, claims: Waiting[]): Promise<Waiting[]> {
    const outcome = await endIfDone(view, this.#sweeps);
    if (outcome === 'ended') return claims; // told so on the next look
    return answerAll(claims, {
      kind: 'wait',
      retryMs: BUSY_RETRY_MS,
      reason: 'the last trials are under way',
    });
  }

  async #end(status: 'failed', reason: string): Promise<void> {
    await this.#sweeps.transition(this.#sweepId, {
      status,
      from: ['running', 'paused'],
      reason,
      abandon: true,
    });
  }

  /** @param since from when on the leases run, at the latest (Unix milliseconds) */
  #answer(view: SweepView, claims: readonly Waiting[], taken: readonly TakenTrial[], since: number): void {
    for (const trial of taken) {
      view.adopt(trial, since + leaseMsOf(view));
      this.#held.hold({ id: trial.id, token: trial.token, view, since });
      const claim = claims.find(({ requestId }) => requestId.toLowerCase() === trial.requestId);
      claim?.answer(this.#given(view, trial));
    }
  }

  #given(view: SweepView, { id, number, params, attempt, runId, token }: GivenTrial): ClaimTrialOutput {
    const { warmStart: _, config, ...sweep } = view.plan;
    return {
      kind: 'trial',
      sweep: { ...sweep, config: { ...config, budget: view.state.budget } },
      trial: { id, number, params, attempt, runId },
      token,
      leaseMs: leaseMsOf(view),
    };
  }
}

/**
 * Ends a sweep that has had enough, once none of its trials runs; one of which too many failed at once.
 *
 * @param view as read just now
 */
export async function endIfDone(view: SweepView, sweeps: SweepRepository): Promise<'ended' | 'open'> {
  const verdict = verdictOn(view);
  if (verdict === undefined && !isExhausted(view)) return 'open';
  if (view.counts().running > 0 && verdict?.kind !== 'failed') return 'open';
  const outcome = await sweeps.transition(view.plan.id, {
    from: ['running', 'paused'],
    ...(verdict === undefined
      ? { status: 'finished', reason: 'every point of the grid was tried' }
      : verdict.kind === 'failed'
        ? { status: 'failed', reason: verdict.reason, abandon: true }
        : { status: 'finished', reason: verdict.reason, spent: verdict.spent }),
  });
  return outcome === 'busy' ? 'open' : 'ended';
}

/** Whether a grid has no point left, nor a trial that waits. */
export function isExhausted(view: SweepView): boolean {
  if (view.plan.config.sampler.type !== 'grid' || view.counts().queued > 0) return false;
  return roomFor(view) > 0 && view.suggest(1).length === 0;
}

function leaseMsOf({ plan }: SweepView): number {
  return plan.training.leaseSeconds * 1_000;
}

function claimOf({ workerId, requestId }: Waiting): TrialClaim {
  return { workerId, requestId };
}

function answerAll(claims: readonly Waiting[], outcome: ClaimTrialOutput): [] {
  for (const claim of claims) claim.answer(outcome);
  return [];
}

function unanswered(claims: readonly Waiting[], taken: readonly TakenTrial[]): Waiting[] {
  const requests = new Set(taken.map(({ requestId }) => requestId));
  return claims.filter(({ requestId }) => !requests.has(requestId.toLowerCase()));
}
