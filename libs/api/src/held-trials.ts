import { messageOf } from '@bestiary/contracts/error';
import { toWireFloat } from '@bestiary/contracts/json';
import { type TrialRepository } from '@bestiary/db/repositories/trial.repository';
import { type SweepView } from './sweep-view.ts';
import { type SweepViews } from './sweep-views.ts';

/** Reports of all workers are written together this often (milliseconds). */
const WRITE_EVERY_MS = 50;
const WRITE_AGAIN_MS = 1_000;

type Held = {
  readonly id: string;
  readonly token: number;
  readonly sweepId: string;
  readonly leaseMs: number;
  /** no one else can have the trial before (Unix milliseconds) */
  until: number;
  /** what is not written yet */
  steps: number[];
  values: number[];
};

/**
 * Trials whose leases this process has seen in their rows. As long as a lease holds, nobody else can have been given the trial,
 * so that a report is answered from memory; it is written a moment later, together with those of other workers. What a process
 * that is killed has not written, workers send once more when they end the trial.
 */
export class HeldTrials {
  readonly #trials: TrialRepository;
  readonly #views: SweepViews;
  readonly #held = new Map<string, Held>();
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> | undefined;
  #failing = false;
  #closed = false;

  constructor(trials: TrialRepository, views: SweepViews) {
    this.#trials = trials;
    this.#views = views;
  }

  /** Notes a lease that was written. @param since when that was, at the earliest (Unix milliseconds) */
  hold({ id, token, view, since }: { id: string; token: number; view: SweepView; since: number }): void {
    const leaseMs = view.plan.training.leaseSeconds * 1_000;
    this.#held.set(id, {
      id,
      token,
      sweepId: view.plan.id,
      leaseMs,
      until: since + leaseMs,
      steps: [],
      values: [],
    });
  }

  /** Notes that a lease was renewed. @param since when that was, at the earliest (Unix milliseconds) */
  extend(id: string, token: number, since: number): void {
    const held = this.#held.get(id);
    if (held?.token === token) held.until = since + held.leaseMs;
  }

  /** The sweep of a trial whose lease holds for a while yet; undefined: ask the row. */
  sweepOf(id: string, token: number): string | undefined {
    const held = this.#held.get(id);
    if (held?.token !== token || held.until - Date.now() < held.leaseMs / 2) return undefined;
    return held.sweepId;
  }

  /** Has reports written soon. */
  write(id: string, { steps, values }: { steps: readonly number[]; values: readonly number[] }): void {
    const held = this.#held.get(id);
    if (held === undefined) return;
    held.steps.push(...steps);
    held.values.push(...values);
    this.#timer ??= setTimeout(() => void this.#tick(), WRITE_EVERY_MS);
  }

  /** The trial is in nobody's hands any more. What is not written of it is given up: whoever ended it has all. */
  drop(id: string): void {
    this.#held.delete(id);
  }

  /** Writes what there is. @throws what the database says; nothing is lost by it */
  async flush(): Promise<void> {
    while (this.#writing !== undefined) await this.#writing.catch(() => undefined);
    this.#writing = this.#write().finally(() => (this.#writing = undefined));
    await this.#writing;
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.flush().catch(() => undefined);
  }

  async #tick(): Promise<void> {
    let wait: number | undefined;
    try {
      await this.flush();
      if (this.#failing) console.error('writing reports of trials works again');
      this.#failing = false;
    } catch (error) {
      if (!this.#failing) console.error(`writing reports of trials fails: ${messageOf(error)}`);
      this.#failing = true;
      wait = WRITE_AGAIN_MS;
    }
    this.#timer = undefined;
    const waiting = [...this.#held.values()].some(({ steps }) => steps.length > 0);
    if (waiting && !this.#closed) this.#timer = setTimeout(() => void this.#tick(), wait ?? WRITE_EVERY_MS);
  }

  async #write(): Promise<void> {
    const now = Date.now();
    for (const [id, held] of this.#held) if (held.until < now - held.leaseMs) this.#held.delete(id);
    const batch = [...this.#held.values()].filter(({ steps }) => steps.length > 0);
    if (batch.length === 0) return;
    const counts = batch.map(({ steps }) => steps.length);
    const written = await this.#trials.report(
      batch.map(({ id, token, steps, values }) => ({ id, token, steps, reports: values.map(toWireFloat) })),
    );
    const taken = new Set(written.map(({ id }) => id));
    batch.forEach((held, i) => {
      if (taken.has(held.id)) {
        held.until = now + held.leaseMs;
        held.steps = held.steps.slice(counts[i]);
        held.values = held.values.slice(counts[i]);
        return;
      }
      if (this.#held.get(held.id) !== held) return; // it was ended here meanwhile
      // it was taken away: what is kept of it in memory is not true
      this.#held.delete(held.id);
      this.#views.forget(held.sweepId);
    });
    // decisions of the next moment go by what other servers have written meanwhile
    const sweepIds = new Set(batch.map(({ sweepId }) => sweepId));
    await Promise.all([...sweepIds].map((id) => this.#views.fresh(id)));
  }
}
