import { TERMINAL_RUN_STATUSES, type RunChange } from '@bestiary/contracts/run';
import type { QueryClient } from '@tanstack/react-query';
import type { useTRPC } from '../shell/trpc.ts';

/** What is told within this time (milliseconds) is asked for together: a hundred runs may train at once. */
const GATHER_MS = 250;
/** After these the curves may be others, or the ranking. */
const OF_CURVES: readonly RunChange['kind'][] = ['metrics', 'updated'];
const OF_RANKING: readonly RunChange['kind'][] = ['predictions', 'updated', 'deleted'];

/** Keeps what is in the cache of a comparison or a report up to date as changes of its runs are told. */
export class LiveComparison {
  readonly #trpc: ReturnType<typeof useTRPC>;
  readonly #queryClient: QueryClient;
  #changed: RunChange[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(trpc: ReturnType<typeof useTRPC>, queryClient: QueryClient) {
    this.#trpc = trpc;
    this.#queryClient = queryClient;
  }

  add(change: RunChange): void {
    this.#changed.push(change);
    this.#timer ??= setTimeout(() => this.#catchUp(), GATHER_MS);
  }

  /** Asks anew for runs that may have changed unseen; for their curves only where one has not ended. */
  catchUp(runIds: readonly string[]): void {
    for (const runId of runIds) {
      const run = this.#queryClient.getQueryData(this.#trpc.runs.get.queryKey({ id: runId }));
      const hasEnded = run !== undefined && TERMINAL_RUN_STATUSES.includes(run.status);
      this.add({ runId, kind: hasEnded ? 'predictions' : 'updated' });
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #catchUp(): void {
    this.#timer = undefined;
    const changed = this.#changed;
    this.#changed = [];
    const has = (kinds: readonly RunChange['kind'][]) => changed.some(({ kind }) => kinds.includes(kind));
    const filters = [
      ...[...new Set(changed.map(({ runId }) => runId))].map((id) => this.#trpc.runs.get.queryFilter({ id })),
      ...(has(OF_CURVES) ? [this.#trpc.curves.draw.pathFilter()] : []),
      ...(has(OF_RANKING) ? [this.#trpc.rankings.pathFilter()] : []),
      ...(has(['metrics']) ? [this.#trpc.metrics.history.pathFilter()] : []),
      ...(has(['predictions']) ? [this.#trpc.predictions.pathFilter()] : []),
    ];
    for (const filter of filters) void this.#queryClient.invalidateQueries(filter);
  }
}
