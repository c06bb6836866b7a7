import { BestiaryError } from '@bestiary/contracts/error';
import {
  type CreateRunInput,
  type RunChange,
  type RunCount,
  type RunDetail,
  type RunError,
  type RunPage,
  type RunProgress,
  type RunQuery,
  type RunStatus,
  type SelectRunsQuery,
  type UpdateRunInput,
} from '@bestiary/contracts/run';
import { type RunKeys } from '@bestiary/contracts/run-key';
import { type ChangeFeed } from '@bestiary/db/change-feed';
import { type RunKeyRepository } from '@bestiary/db/repositories/run-key.repository';
import { type RunRepository } from '@bestiary/db/repositories/run.repository';
import { laterEventId, parseEventId } from './event-id.ts';
import { readSearch } from './read-search.ts';

/** A view that was away is told of so many changed runs; it reads its list anew after any. */
const MAX_CAUGHT_UP = 500;

export class RunService {
  readonly #runs: RunRepository;
  readonly #keys: RunKeyRepository;
  readonly #changes: ChangeFeed;

  constructor(runs: RunRepository, keys: RunKeyRepository, changes: ChangeFeed) {
    this.#runs = runs;
    this.#keys = keys;
    this.#changes = changes;
  }

  /**
   * Makes a run; repeating it changes nothing.
   *
   * @throws BestiaryError `conflict` where the id is a run's of another project
   */
  async create(run: CreateRunInput): Promise<{ created: boolean }> {
    const created = await this.#runs.create(run);
    if (!created && (await this.#runs.projectOf(run.id)) !== run.projectId.toLowerCase()) {
      throw new BestiaryError('conflict', `run ${run.id} exists in another project`);
    }
    return { created };
  }

  async update(change: UpdateRunInput): Promise<void> {
    if (!(await this.#runs.update(change))) throw noRun(change.id);
  }

  /** @throws BestiaryError `conflict` where the run's status forbids it */
  async transition(to: {
    id: string;
    status: RunStatus;
    error?: RunError | undefined;
    at?: string | undefined;
  }): Promise<void> {
    const outcome = await this.#runs.transition(to);
    if (outcome === undefined) throw noRun(to.id);
    if (typeof outcome === 'object') {
      throw new BestiaryError(
        'conflict',
        `run ${to.id} is ${outcome.forbiddenBy} and cannot become ${to.status}`,
      );
    }
  }

  async heartbeat(id: string, progress: RunProgress | undefined): Promise<{ status: RunStatus }> {
    const status = await this.#runs.heartbeat(id, progress);
    if (status === undefined) throw noRun(id);
    return { status };
  }

  async get(id: string): Promise<RunDetail> {
    const run = await this.#runs.get(id);
    if (run === undefined) throw noRun(id);
    return run;
  }

  /** @throws BestiaryError `invalid_input` where `where` is no search, or takes too long */
  list({ where, ...query }: RunQuery): Promise<RunPage> {
    return this.#runs.list({ ...query, condition: readSearch(where) }, query);
  }

  /** @throws BestiaryError `invalid_input` where `where` is no search, or takes too long */
  count({ where, ...selection }: SelectRunsQuery): Promise<RunCount> {
    return this.#runs.count({ ...selection, condition: readSearch(where) });
  }

  /** What a search can name. */
  keys(): Promise<RunKeys> {
    return this.#keys.list();
  }

  markLost(): Promise<string[]> {
    return this.#runs.markLost();
  }

  /**
   * Which runs change, from now on; after an interruption (`lastEventId`), also those that changed meanwhile, as
   * `updated`.
   */
  async *changes(options: {
    runId?: string | undefined;
    lastEventId?: string | null | undefined;
    signal: AbortSignal;
  }): AsyncGenerator<{ id: string; change: RunChange }> {
    const { runId, signal } = options;
    let since = parseEventId(options.lastEventId);
    const feed = await this.#changes.subscribe({ runId: runId?.toLowerCase(), signal });
    if (since !== undefined) {
      const missed = await this.#runs.changedSince(since, runId, MAX_CAUGHT_UP);
      since = laterEventId(since, missed.since);
      yield* asUpdates(missed.runIds, since);
    }
    for await (const events of feed) {
      for (const event of events) {
        if (event.kind === 'gap') {
          if (since === undefined) continue;
          const missed = await this.#runs.changedSince(since, runId, MAX_CAUGHT_UP);
          since = laterEventId(since, missed.since);
          yield* asUpdates(missed.runIds, since);
        } else {
          since = laterEventId(since, event.change.since);
          yield { id: since, change: { runId: event.change.runId, kind: event.change.kind } };
        }
      }
    }
  }
}

export function noRun(id: string): BestiaryError {
  return new BestiaryError('not_found', `there is no run ${id}`);
}

function* asUpdates(runIds: readonly string[], id: string): Generator<{ id: string; change: RunChange }> {
  for (const runId of runIds) yield { id, change: { runId, kind: 'updated' } };
}
