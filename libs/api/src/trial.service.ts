import { BestiaryError } from '@bestiary/contracts/error';
import { fromWireFloat, type WireFloat } from '@bestiary/contracts/json';
import { type TrialStatus } from '@bestiary/contracts/sweep';
import {
  type ClaimTrialOutput,
  type FinishTrialInput,
  type ReportTrialInput,
  type ReportTrialOutput,
} from '@bestiary/contracts/trial';
import { violatedConstraint } from '@bestiary/db/database-error';
import { type SweepRepository } from '@bestiary/db/repositories/sweep.repository';
import {
  type TrialClaim,
  type TrialRepository,
  type TrialStanding,
} from '@bestiary/db/repositories/trial.repository';
import { lossOf } from '@bestiary/sweeps/loss';
import { ClaimDesk, endIfDone, isExhausted } from './claim-desk.ts';
import { HeldTrials } from './held-trials.ts';
import { noRun } from './run.service.ts';
import { verdictOn } from './sweep-verdict.ts';
import { type SweepViews } from './sweep-views.ts';

const NOTHING_TO_DO_MS = 1_000;

/** What a worker does with a trial, from its claim to its end. */
export class TrialService {
  readonly #sweeps: SweepRepository;
  readonly #trials: TrialRepository;
  readonly #views: SweepViews;
  readonly #held: HeldTrials;
  readonly #desks = new Map<string, ClaimDesk>();

  constructor(sweeps: SweepRepository, trials: TrialRepository, views: SweepViews) {
    this.#sweeps = sweeps;
    this.#trials = trials;
    this.#views = views;
    this.#held = new HeldTrials(trials, views);
  }

  /**
   * A trial of the sweep, or of the oldest that has one.
   *
   * @throws BestiaryError `not_found`
   */
  async claim(claim: TrialClaim, sweepId: string | undefined): Promise<ClaimTrialOutput> {
    if (sweepId !== undefined) return this.#claimOf(sweepId, claim);
    for (const id of await this.#sweeps.running()) {
      const outcome = await this.#claimOf(id, claim);
      if (outcome.kind === 'trial') return outcome;
    }
    return { kind: 'wait', retryMs: NOTHING_TO_DO_MS, reason: 'no sweep has a trial to give' };
  }

  #claimOf(sweepId: string, claim: TrialClaim): Promise<ClaimTrialOutput> {
    const id = sweepId.toLowerCase();
    let desk = this.#desks.get(id);
    if (desk === undefined) {
      for (const [other, { idle }] of this.#desks) if (idle) this.#desks.delete(other);
      desk = new ClaimDesk(id, {
        views: this.#views,
        sweeps: this.#sweeps,
        trials: this.#trials,
        held: this.#held,
      });
      this.#desks.set(id, desk);
    }
    return desk.claim(claim);
  }

  /**
   * Takes reports, renews the lease and says whether the trial goes on.
   *
   * @throws BestiaryError `conflict` where the trial is in other hands
   */
  async report({ trialId, token, steps, values }: ReportTrialInput): Promise<ReportTrialOutput> {
    const id = trialId.toLowerCase();
    const sweepId = this.#held.sweepOf(id, token);
    if (sweepId === undefined) return this.#reportToRow(id, token, steps, values);
    const viewed = await this.#viewed(sweepId, id, token);
    if (viewed === undefined) return this.#reportToRow(id, token, steps, values);
    const { view, trial } = viewed;
    this.#held.write(id, trial.report(steps, values.map(fromWireFloat)));
    return { action: view.prunes(trial, steps.length) ? 'prune' : 'continue' };
  }

  /** As {@link report}, where this process does not know whose the trial is. */
  async #reportToRow(
    id: string,
    token: number,
    steps: readonly number[],
    values: readonly WireFloat[],
  ): Promise<ReportTrialOutput> {
    await this.#held.flush(); // what was reported before comes before
    const since = Date.now();
    const [written] = await this.#trials.report([{ id, token, steps, reports: values }]);
    if (written === undefined) {
      this.#held.drop(id);
      return this.#refused(id, token);
    }
    const view = await this.#views.fresh(written.sweepId);
    this.#held.hold({ id, token, view, since });
    const trial = view.find(id);
    return { action: trial !== undefined && view.prunes(trial, steps.length) ? 'prune' : 'continue' };
  }

  async #viewed(sweepId: string, id: string, token: number) {
    const view = await this.#views.get(sweepId);
    if (view.find(id)?.token !== token) await view.refresh();
    const trial = view.find(id);
    return trial?.token === token && trial.status === 'running' ? { view, trial } : undefined;
  }

  /** @throws BestiaryError `conflict` where the trial is in other hands */
  async heartbeat(trialId: string, token: number): Promise<{ action: 'continue' | 'stop' }> {
    const id = trialId.toLowerCase();
    const since = Date.now();
    const [renewed] = await this.#trials.report([{ id, token, steps: [], reports: [] }]);
    if (renewed === undefined) return this.#refused(id, token);
    this.#held.extend(id, token, since);
    return { action: 'continue' };
  }

  /** @throws BestiaryError `conflict` where the trial is in other hands, `not_found` without trial or run */
  async attach(trialId: string, token: number, runId: string): Promise<void> {
    try {
      if (await this.#trials.attach(trialId, token, runId)) return;
    } catch (error) {
      throw violatedConstraint(error) === 'trials_run_id_fkey' ? noRun(runId) : error;
    }
    await this.#refused(trialId, token);
  }

  /**
   * Ends a trial; one that has ended before stays as it is. A failure that need not come again is tried again as often as the
   * sweep allows.
   *
   * @returns the status that it has now
   * @throws BestiaryError `conflict` where the trial is in other hands, `invalid_input` for values that do not fit the sweep
   */
  async finish(input: FinishTrialInput): Promise<{ status: TrialStatus }> {
    const id = input.trialId.toLowerCase();
    const { token, curve, error } = input;
    const standing = (await this.#heldStanding(id, token)) ?? (await this.#standing(id, token));
    if (standing.status !== 'running') return { status: standing.status };
    const view = await this.#views.get(standing.sweepId);
    const values = input.status === 'finished' ? input.values!.map(fromWireFloat) : null;
    if (values !== null && values.length !== view.goals.length) {
      throw new BestiaryError(
        'invalid_input',
        `trial ${id} has ${values.length} values, its sweep ${view.goals.length} objectives`,
      );
    }
    const again =
      input.status === 'failed' &&
      error?.permanent === false &&
      standing.attempt < view.plan.training.maxAttempts;
    const status = again ? 'queued' : input.status;
    if (curve === undefined) await this.#held.flush();
    this.#held.drop(id);
    const loss = values === null ? Infinity : lossOf(values[0]!, view.goals[0]!);
    const ended = await this.#trials.end({
      id,
      token,
      status,
      values: values === null ? null : input.values!,
      loss: Number.isFinite(loss) ? loss : null,
      error: error ?? null,
      curve,
    });
    if (ended === undefined) return { status: (await this.#standing(id, token)).status };
    view.find(id)?.end(status, values);
    if (verdictOn(view) !== undefined || isExhausted(view))
      await endIfDone(await this.#views.fresh(ended), this.#sweeps);
    return { status };
  }

  /** Where a trial stands whose lease holds: nobody else can have changed it. */
  async #heldStanding(id: string, token: number): Promise<TrialStanding | undefined> {
    const sweepId = this.#held.sweepOf(id, token);
    if (sweepId === undefined) return undefined;
    const viewed = await this.#viewed(sweepId, id, token);
    return viewed && { sweepId, status: viewed.trial.status, token, attempt: viewed.trial.attempt };
  }

  /** @throws BestiaryError `conflict` where the trial is in other hands */
  async release(trialId: string, token: number): Promise<void> {
    const id = trialId.toLowerCase();
    if (await this.#trials.release(id, token)) this.#held.drop(id);
    else if ((await this.#trials.standing(id))?.status !== 'queued') await this.#refused(id, token);
  }

  /** Takes trials away from workers that were not heard of, and ends sweeps that have had enough. */
  async maintain(): Promise<void> {
    await this.#trials.expire();
    for (const id of await this.#sweeps.running({ idle: true })) {
      await endIfDone(await this.#views.fresh(id), this.#sweeps);
    }
  }

  /** Writes what is not written yet. */
  close(): Promise<void> {
    return this.#held.close();
  }

  /** A writer whose trial does not run under its token: it is to stop where the trial has ended, else it was taken away. */
  async #refused(id: string, token: number): Promise<{ action: 'stop' }> {
    await this.#standing(id, token);
    return { action: 'stop' };
  }

  async #standing(id: string, token: number): Promise<TrialStanding> {
    const standing = await this.#trials.standing(id);
    if (standing === undefined) throw new BestiaryError('not_found', `there is no trial ${id}`);
    if (standing.token !== token || standing.status === 'queued') {
      throw new BestiaryError('conflict', `trial ${id} is no longer this worker's: its lease had ended`, {
        hint: 'stale token: give the trial up and take another',
      });
    }
    return standing;
  }
}
