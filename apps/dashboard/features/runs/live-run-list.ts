import type { RunChange, RunShelf, RunSummary } from '@bestiary/contracts/run';
import type { QueryClient } from '@tanstack/react-query';
import type { RunKeyColumn } from '@bestiary/contracts/run-search';
import type { useTRPC, useTRPCClient } from '../shell/trpc.ts';
import { mapCachedRuns, type CachedRuns } from './cached-runs.ts';

/** Changes are gathered for this long (milliseconds): a fast training has many a second. */
const GATHER_MS = 150;
/** Where more runs than this changed, the whole list is asked for. */
const ROWS_UP_TO = 12;
/** After these a run may stand elsewhere in the list, or in another list. */
const REORDERING: readonly RunChange['kind'][] = ['created', 'deleted', 'status', 'updated'];

/** What the list on the screen shows. */
export interface ShownRuns {
  shelf: RunShelf;
  columns: RunKeyColumn[];
}

/**
 * Keeps the lists of runs in the cache up to date as changes are told: of a run that trains its row alone is asked for,
 * of one that came, went or ended the list.
 */
export class LiveRunList {
  readonly #trpc: ReturnType<typeof useTRPC>;
  readonly #client: ReturnType<typeof useTRPCClient>;
  readonly #queryClient: QueryClient;
  readonly #shown: ShownRuns;
  #changed = new Map<string, Set<RunChange['kind']>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(
    trpc: ReturnType<typeof useTRPC>,
    client: ReturnType<typeof useTRPCClient>,
    queryClient: QueryClient,
    shown: ShownRuns,
  ) {
    this.#trpc = trpc;
    this.#client = client;
    this.#queryClient = queryClient;
    this.#shown = shown;
  }

  add({ runId, kind }: RunChange): void {
    this.#changed.set(runId, (this.#changed.get(runId) ?? new Set()).add(kind));
    if (this.#timer === undefined) this.#timer = setTimeout(() => void this.#catchUp(), GATHER_MS);
  }

  /** Asks for the lists anew. */
  async refresh(): Promise<void> {
    await Promise.all([
      this.#queryClient.invalidateQueries(this.#trpc.runs.list.pathFilter()),
      this.#queryClient.invalidateQueries(this.#trpc.groups.list.pathFilter()),
    ]);
  }

  async #catchUp(): Promise<void> {
    this.#timer = undefined;
    const changed = this.#changed;
    this.#changed = new Map();
    const reordered = [...changed.values()].some((kinds) => REORDERING.some((kind) => kinds.has(kind)));
    if (reordered || changed.size > ROWS_UP_TO) return this.refresh();
    const runs = await this.#fetch([...changed.keys()]);
    const byId = new Map(runs.map((run) => [run.id, run]));
    this.#queryClient.setQueriesData<CachedRuns>(this.#trpc.runs.list.pathFilter(), (data) =>
      mapCachedRuns(data, (run) => {
        const now = byId.get(run.id);
        // a list of other columns keeps what it has in them
        return now === undefined ? run : { ...now, values: { ...run.values, ...now.values } };
      }),
    );
  }

  /** @returns none where the server is away: then all is asked for when it is back */
  async #fetch(ids: readonly string[]): Promise<RunSummary[]> {
    try {
      const { runs } = await this.#client.runs.list.query({
        where: `id in (${ids.map((id) => `'${id}'`).join(', ')})`,
        ...this.#shown,
        limit: ROWS_UP_TO,
      });
      return runs;
    } catch {
      return [];
    }
  }
}
