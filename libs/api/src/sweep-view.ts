import { fromWireFloat } from '@bestiary/contracts/json';
import { type TrialCounts } from '@bestiary/contracts/sweep-record';
import { TRIAL_STATUSES, type TrialParams } from '@bestiary/contracts/sweep';
import { type StoredTrial } from '@bestiary/db/repositories/stored-trial';
import {
  type SweepPlan,
  type SweepRead,
  type SweepRepository,
} from '@bestiary/db/repositories/sweep.repository';
import { type TakenTrial } from '@bestiary/db/repositories/trial.repository';
import { type Goal } from '@bestiary/sweeps/loss';
import { newPruner } from '@bestiary/sweeps/new-pruner';
import { PointSource } from '@bestiary/sweeps/point-source';
import { type Pruner } from '@bestiary/sweeps/pruner';
import { type TrialRow } from '@bestiary/sweeps/trial-row';
import { warmStart } from '@bestiary/sweeps/warm-start';
import { noSweep } from './no-sweep.ts';
import { ViewedTrial } from './viewed-trial.ts';

export type SweepState = Omit<SweepRead, 'since' | 'trials'>;

/**
 * What this process knows of a sweep: its rows as they were read last, and reports of its own workers that are not written
 * yet. Reading again costs what changed. Nothing is decided by it that a row does not confirm: other servers, and a restart of
 * this one, see the same.
 */
export class SweepView {
  readonly plan: SweepPlan;
  readonly goals: readonly Goal[];
  readonly source: PointSource;
  readonly #sweeps: SweepRepository;
  readonly #pruner: Pruner;
  /** runs from before the sweep */
  readonly #warm: readonly TrialRow[];
  /** by their numbers, which have no gaps */
  readonly #trials: ViewedTrial[] = [];
  readonly #byId = new Map<string, ViewedTrial>();
  #state: SweepState | undefined;
  #since: string | undefined;
  #reading: Promise<void> = Promise.resolve();
  #next: Promise<void> | undefined;

  constructor(sweeps: SweepRepository, plan: SweepPlan) {
    this.#sweeps = sweeps;
    this.plan = plan;
    this.goals = plan.config.objective.map(({ goal }) => goal);
    this.source = new PointSource(plan.config);
    this.#pruner = newPruner(plan.config.pruner, this.goals[0]!);
    this.#warm = warmStart(
      this.source.space,
      plan.warmStart.map(({ params, values }) => ({ params, values: values.map(fromWireFloat) })),
    );
  }

  /**
   * Reads what changed; when it resolves, whatever was committed before the call is known. Calls while one waits share it.
   *
   * @throws BestiaryError `not_found` where the sweep is gone
   */
  refresh(): Promise<void> {
    this.#next ??= this.#reading
      .catch(() => undefined)
      .then(() => {
        this.#next = undefined;
        this.#reading = this.#read();
        return this.#reading;
      });
    return this.#next;
  }

  /** As of the last read; there was one before anybody is given the view. */
  get state(): SweepState {
    return this.#state!;
  }

  /** From where on rows may have changed since they were read. */
  get since(): string {
    return this.#since!;
  }

  get trials(): readonly ViewedTrial[] {
    return this.#trials;
  }

  find(trialId: string): ViewedTrial | undefined {
    return this.#byId.get(trialId);
  }

  /** All that a sampler goes by. */
  rows(): TrialRow[] {
    return [...this.#warm, ...this.#trials.map(({ row }) => row)];
  }

  counts(): TrialCounts {
    const counts = Object.fromEntries(TRIAL_STATUSES.map((status) => [status, 0])) as TrialCounts;
    for (const { status } of this.#trials) counts[status] += 1;
    return counts;
  }

  /** The next points after all trials there are, each chosen as if those before it were under way; fewer where there are no more. */
  suggest(count: number): TrialParams[] {
    const rows = this.rows();
    const points: TrialParams[] = [];
    for (let number = this.#trials.length; points.length < count; number++) {
      const params = this.source.suggest(rows);
      if (params === undefined) break;
      points.push(params);
      rows.push({ number, status: 'running', params, values: null, lastReport: null });
    }
    return points;
  }

  /**
   * Whether a trial is to end with one of its last reports. Each is judged as if it had come alone: workers send several at once
   * where they are fast.
   */
  prunes(trial: ViewedTrial, reports: number): boolean {
    const others = this.#trials.map(({ curve }) => curve);
    others.splice(trial.number, 1);
    const { steps, values, ...curve } = trial.curve;
    for (let length = Math.max(1, steps.length - reports + 1); length <= steps.length; length++) {
      const soFar = { ...curve, steps: steps.slice(0, length), values: values.slice(0, length) };
      if (this.#pruner.prunes(soFar, others)) return true;
    }
    return false;
  }

  /** Notes a trial that was given to a worker; the next reading confirms it. @param leaseUntil Unix milliseconds */
  adopt(taken: TakenTrial, leaseUntil: number): void {
    const { id, number, params, attempt, token, workerId, requestId, runId } = taken;
    const now = Date.now();
    this.#merge(
      [
        id,
        number,
        params,
        'running',
        attempt,
        token,
        workerId,
        requestId,
        leaseUntil - now,
        runId,
        null,
        null,
        [],
        [],
        now,
        null,
        0,
        false,
      ],
      now,
    );
  }

  async #read(): Promise<void> {
    const read = await this.#sweeps.read(this.plan.id, this.#since);
    if (read === undefined) throw noSweep(this.plan.id);
    const { since, trials, ...state } = read;
    const now = Date.now();
    for (const stored of trials) this.#merge(stored, now);
    this.#state = state;
    this.#since = since;
  }

  #merge(stored: StoredTrial, now: number): void {
    const [id, number] = stored;
    const known = this.#byId.get(id);
    if (known !== undefined) {
      known.update(stored, now);
      return;
    }
    const trial = new ViewedTrial(stored, now);
    this.#trials[number] = trial;
    this.#byId.set(id, trial);
  }
}
