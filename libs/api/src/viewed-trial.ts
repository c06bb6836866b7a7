import { fromWireFloat } from '@bestiary/contracts/json';
import { type TrialParams, type TrialStatus } from '@bestiary/contracts/sweep';
import { type TrialError } from '@bestiary/contracts/trial';
import { type StoredTrial } from '@bestiary/db/repositories/stored-trial';
import { type TrialCurve } from '@bestiary/sweeps/trial-curve';
import { type TrialRow } from '@bestiary/sweeps/trial-row';

/** A trial as a process knows it. */
export class ViewedTrial {
  readonly id: string;
  readonly number: number;
  readonly params: TrialParams;
  status!: TrialStatus;
  attempt!: number;
  token!: number;
  workerId!: string | null;
  requestId!: string | null;
  runId!: string | null;
  /** when its lease ends, by this process' clock (Unix milliseconds); `Infinity` without one */
  leaseUntil!: number;
  values!: number[] | null;
  error!: TrialError | null;
  /** Unix milliseconds */
  startedAt!: number | null;
  endedAt!: number | null;
  /** the transaction that wrote the row last */
  changed!: bigint;
  /** whether another trial tries it again */
  retried!: boolean;
  /** rising; the last ones may not have been written yet */
  #steps: number[] = [];
  #reports: number[] = [];
  #row: TrialRow | undefined;
  #curve: TrialCurve | undefined;

  /** @param now when the row was read (Unix milliseconds) */
  constructor(stored: StoredTrial, now: number) {
    const [id, number, params] = stored;
    this.id = id;
    this.number = number;
    this.params = params;
    this.update(stored, now);
  }

  /** Takes over what was read; reports of the same attempt that are newer than the row are kept. */
  update(stored: StoredTrial, now: number): void {
    const [
      ,
      ,
      ,
      status,
      attempt,
      token,
      workerId,
      requestId,
      leaseLeft,
      runId,
      values,
      error,
      steps,
      reports,
    ] = stored;
    const [startedAt, endedAt, changed, retried] = stored.slice(14) as [
      number | null,
      number | null,
      number,
      boolean,
    ];
    const last = steps.at(-1) ?? -1;
    const unwritten =
      this.token === token && this.status === 'running' && status === 'running'
        ? this.#steps.findIndex((step) => step > last)
        : -1;
    const newer = unwritten < 0 ? [] : this.#steps.slice(unwritten);
    const newerReports = unwritten < 0 ? [] : this.#reports.slice(unwritten);
    this.#steps = [...steps, ...newer];
    this.#reports = [...reports.map(fromWireFloat), ...newerReports];
    this.status = status;
    this.attempt = attempt;
    this.token = token;
    this.workerId = workerId;
    this.requestId = requestId;
    this.leaseUntil = leaseLeft === null ? Infinity : now + leaseLeft;
    this.runId = runId;
    this.values = values?.map(fromWireFloat) ?? null;
    this.error = error;
    this.startedAt = startedAt;
    this.endedAt = endedAt;
    this.changed = BigInt(changed);
    this.retried = retried;
    this.#forget();
  }

  /** Notes that it does not run any more; the next reading confirms it. */
  end(status: TrialStatus, values: number[] | null): void {
    this.status = status;
    this.values = values;
    this.#forget();
  }

  get steps(): readonly number[] {
    return this.#steps;
  }

  get reports(): readonly number[] {
    return this.#reports;
  }

  /**
   * Adds reports that are not written yet.
   *
   * @returns those at steps that the trial had not come to
   */
  report(steps: readonly number[], values: readonly number[]): { steps: number[]; values: number[] } {
    const fresh: { steps: number[]; values: number[] } = { steps: [], values: [] };
    let last = this.#steps.at(-1) ?? -1;
    steps.forEach((step, i) => {
      if (step <= last) return;
      last = step;
      fresh.steps.push(step);
      fresh.values.push(values[i]!);
    });
    this.#steps.push(...fresh.steps);
    this.#reports.push(...fresh.values);
    this.#forget();
    return fresh;
  }

  /** What samplers know of it. */
  get row(): TrialRow {
    const step = this.#steps.at(-1);
    this.#row ??= {
      number: this.number,
      status: this.status,
      params: this.params,
      values: this.values,
      lastReport: step === undefined ? null : { step, value: this.#reports.at(-1)! },
    };
    return this.#row;
  }

  /** What pruners know of it. */
  get curve(): TrialCurve {
    this.#curve ??= { number: this.number, status: this.status, steps: this.#steps, values: this.#reports };
    return this.#curve;
  }

  #forget(): void {
    this.#row = undefined;
    this.#curve = undefined;
  }
}
