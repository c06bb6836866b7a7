import { type SweepRepository } from '@bestiary/db/repositories/sweep.repository';
import { noSweep } from './no-sweep.ts';
import { SweepView } from './sweep-view.ts';

/** Sweeps that are kept: those used last, as long as they have no more trials than this together. */
const MAX_TRIALS = 200_000;

/** The views of a process, each made when it is first asked for. */
export class SweepViews {
  readonly #sweeps: SweepRepository;
  /** the one used last at the end */
  readonly #views = new Map<string, Promise<SweepView>>();
  readonly #sizes = new Map<string, number>();

  constructor(sweeps: SweepRepository) {
    this.#sweeps = sweeps;
  }

  /**
   * The view of a sweep, as it was read last.
   *
   * @throws BestiaryError `not_found`
   */
  async get(sweepId: string): Promise<SweepView> {
    const id = sweepId.toLowerCase();
    const view = this.#views.get(id) ?? this.#open(id);
    this.#views.delete(id);
    this.#views.set(id, view);
    try {
      const opened = await view;
      this.#sizes.set(id, opened.trials.length + 1);
      this.#evict();
      return opened;
    } catch (error) {
      this.forget(id);
      throw error;
    }
  }

  /** The view of a sweep as it is now. */
  async fresh(sweepId: string): Promise<SweepView> {
    const view = await this.get(sweepId);
    await view.refresh();
    return view;
  }

  /** Has it made anew. */
  forget(sweepId: string): void {
    this.#views.delete(sweepId);
    this.#sizes.delete(sweepId);
  }

  async #open(id: string): Promise<SweepView> {
    const plan = await this.#sweeps.plan(id);
    if (plan === undefined) throw noSweep(id);
    const view = new SweepView(this.#sweeps, plan);
    await view.refresh();
    return view;
  }

  #evict(): void {
    let trials = 0;
    for (const size of this.#sizes.values()) trials += size;
    for (const id of this.#views.keys()) {
      if (trials <= MAX_TRIALS || this.#views.size === 1) return;
      trials -= this.#sizes.get(id) ?? 0;
      this.forget(id);
    }
  }
}
