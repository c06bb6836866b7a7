import { type MetricHistory, type SeriesColumns } from '@bestiary/contracts/metric';
import { TERMINAL_RUN_STATUSES } from '@bestiary/contracts/run';
import { type WrittenSteps } from '@bestiary/db/change';
import { type ChangeFeed, type FeedEvent } from '@bestiary/db/change-feed';
import { violatedConstraint } from '@bestiary/db/database-error';
import { type MetricRepository, type PointsRead } from '@bestiary/db/repositories/metric.repository';
import { type RunRepository } from '@bestiary/db/repositories/run.repository';
import { laterEventId, parseEventId } from './event-id.ts';
import { noRun } from './run.service.ts';

/** Points that a live view has not seen, or sees again: it merges them by key and step. */
export type NewPoints = { series: SeriesColumns[] };

export class MetricService {
  readonly #metrics: MetricRepository;
  readonly #runs: RunRepository;
  readonly #changes: ChangeFeed;

  constructor(metrics: MetricRepository, runs: RunRepository, changes: ChangeFeed) {
    this.#metrics = metrics;
    this.#runs = runs;
    this.#changes = changes;
  }

  /** Writes a batch of points, durable when it resolves; also of a run that has ended: a client may be late. */
  async log(runId: string, series: readonly SeriesColumns[]): Promise<{ points: number }> {
    try {
      return { points: await this.#metrics.log(runId, series) };
    } catch (error) {
      throw violatedConstraint(error) === 'series_run_id_fkey' ? noRun(runId) : error;
    }
  }

  history(runIds: readonly string[], keys: readonly string[] | undefined): Promise<MetricHistory> {
    return this.#metrics.history(runIds, keys);
  }

  /**
   * First all points of a run (after an interruption, those since `lastEventId`), then new ones as they become durable,
   * whichever process writes them. Ends when the run has ended.
   *
   * @throws BestiaryError `not_found` where there is no such run
   */
  async *points(options: {
    runId: string;
    lastEventId?: string | null | undefined;
    signal: AbortSignal;
  }): AsyncGenerator<{ id: string; points: NewPoints }> {
    const { runId, signal } = options;
    let since = parseEventId(options.lastEventId);
    const feed = await this.#changes.subscribe({ runId: runId.toLowerCase(), signal });
    let ended = await this.#hasEnded(runId);
    const read = await this.#metrics.pointsSince(runId, since);
    since = laterEventId(since, read.since);
    yield { id: since, points: { series: read.series } };
    if (ended) return;
    for await (const events of feed) {
      const status = events.some((event) => event.kind === 'gap' || event.change.kind === 'status');
      if (status) ended = await this.#hasEnded(runId);
      const fresh: PointsRead = ended
        ? await this.#metrics.pointsSince(runId, since)
        : await this.#announced(runId, since, events);
      since = laterEventId(since, fresh.since);
      if (fresh.series.length > 0) yield { id: since, points: { series: fresh.series } };
      if (ended) return;
    }
  }

  /** What these events tell of: the steps they name; where one names none, whatever is newer than the last read. */
  async #announced(runId: string, since: string, events: readonly FeedEvent[]): Promise<PointsRead> {
    const steps: WrittenSteps[] = [];
    let latest = since;
    for (const event of events) {
      if (event.kind === 'gap') return this.#metrics.pointsSince(runId, since);
      if (event.change.kind !== 'metrics') continue;
      if (event.change.steps === undefined) return this.#metrics.pointsSince(runId, since);
      steps.push(...event.change.steps);
      latest = laterEventId(latest, event.change.since);
    }
    if (steps.length === 0) return { since, series: [] };
    const { series } = await this.#metrics.pointsAt(runId, steps);
    return { since: latest, series };
  }

  async #hasEnded(runId: string): Promise<boolean> {
    const status = await this.#runs.status(runId);
    if (status === undefined) throw noRun(runId);
    return TERMINAL_RUN_STATUSES.includes(status);
  }
}
