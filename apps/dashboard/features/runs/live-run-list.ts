import type { RunChange, RunPage, RunSummary } from '@bestiary/contracts/run';
import type { InfiniteData, QueryClient } from '@tanstack/react-query';
import type { useTRPC } from '../shell/trpc.ts';

/** Changes are gathered for this long (milliseconds): a fast training has many a second. */
const GATHER_MS = 150;
/** More changed runs than this are asked for as a list. */
const ONE_BY_ONE_UP_TO = 12;
/** After these a run may stand elsewhere in the list, or in another list. */
const REORDERING: readonly RunChange['kind'][] = ['created', 'deleted', 'status', 'updated'];

/**
 * Keeps the lists of runs in the cache up to date as changes are told: of a run that trains its row alone is asked for,
 * of one that came, went or ended the list.
 */
export class LiveRunList {
  readonly #trpc: ReturnType<typeof useTRPC>;
  readonly #queryClient: QueryClient;
  #changed = new Map<string, Set<RunChange['kind']>>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(trpc: ReturnType<typeof useTRPC>, queryClient: QueryClient) {
    this.#trpc = trpc;
    this.#queryClient = queryClient;
  }

  add({ runId, kind }: RunChange): void {
    this.#changed.set(runId, (this.#changed.get(runId) ?? new Set()).add(kind));
    if (this.#timer === undefined) this.#timer = setTimeout(() => void this.#catchUp(), GATHER_MS);
  }

  /** Asks for the lists anew. */
  refresh(): Promise<void> {
    return this.#queryClient.invalidateQueries(this.#trpc.runs.list.pathFilter());
  }

  async #catchUp(): Promise<void> {
    this.#timer = undefined;
    const changed = this.#changed;
    this.#changed = new Map();
    const reordered = [...changed.values()].some((kinds) => REORDERING.some((kind) => kinds.has(kind)));
    if (reordered || changed.size > ONE_BY_ONE_UP_TO) return this.refresh();
    const runs = await Promise.all([...changed.keys()].map((id) => this.#fetch(id)));
    const byId = new Map(runs.flatMap((run) => (run === undefined ? [] : [[run.id, run]])));
    this.#queryClient.setQueriesData<InfiniteData<RunPage>>(this.#trpc.runs.list.pathFilter(), (data) =>
      data?.pages === undefined
        ? data
        : {
            ...data,
            pages: data.pages.map((page) => ({
              ...page,
              runs: page.runs.map((run) => byId.get(run.id) ?? run),
            })),
          },
    );
  }

  /** @returns undefined where the run is gone, or the server is away: then all is asked for when it is back */
  async #fetch(id: string): Promise<RunSummary | undefined> {
    try {
      return await this.#queryClient.fetchQuery({
        ...this.#trpc.runs.get.queryOptions({ id }),
        staleTime: 0,
      });
    } catch {
      return undefined;
    }
  }
}
