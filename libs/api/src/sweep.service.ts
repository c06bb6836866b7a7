import { BestiaryError } from '@bestiary/contracts/error';
import { uuidv7 } from '@bestiary/contracts/id';
import {
  type Budget,
  ParamName,
  ParamValue,
  type SweepConfig,
  type TrialParams,
} from '@bestiary/contracts/sweep';
import {
  type NewSweep,
  type Sweep,
  type SweepChange,
  type SweepCheckResult,
  type SweepPage,
  type SweepPreview,
  type SweepQuery,
  type SweepStatus,
} from '@bestiary/contracts/sweep-record';
import { problemOfOption, TRIAL_CHECKS } from '@bestiary/contracts/train-options';
import { type TrialColumns } from '@bestiary/contracts/trial';
import { type ChangeFeed } from '@bestiary/db/change-feed';
import { type EarlierRunRepository } from '@bestiary/db/repositories/earlier-run.repository';
import { type ProjectRepository } from '@bestiary/db/repositories/project.repository';
import {
  type QueuedPoint,
  type StoredSweep,
  type SweepPlan,
  type SweepRepository,
} from '@bestiary/db/repositories/sweep.repository';
import { checkSweep } from '@bestiary/sweeps/check-sweep';
import { checkSweepText } from '@bestiary/sweeps/sweep-text';
import { completePoint } from '@bestiary/sweeps/complete-point';
import { GridSampler } from '@bestiary/sweeps/grid-sampler';
import { PointSource } from '@bestiary/sweeps/point-source';
import { randomOf } from '@bestiary/sweeps/seed';
import { type TrialRow } from '@bestiary/sweeps/trial-row';
import { laterEventId, parseEventId } from './event-id.ts';
import { noRun } from './run.service.ts';
import { noSweep } from './no-sweep.ts';
import { bestOf } from './sweep-best.ts';
import { decodeSweepCursor, encodeSweepCursor } from './sweep-cursor.ts';
import { roomFor } from './sweep-verdict.ts';
import { type SweepView } from './sweep-view.ts';
import { type SweepViews } from './sweep-views.ts';
import { toTrialColumns } from './trial-columns.ts';

/** The points of a grid are counted up to this many. */
const COUNT_GRID_UP_TO = 100_000;
/** Other servers may add trials between the reading and the writing of one: it is tried again so often. */
const TRIES = 20;
/** A view that was away is told that so many sweeps may have changed. */
const MAX_CAUGHT_UP = 100;

export class SweepService {
  readonly #sweeps: SweepRepository;
  readonly #projects: ProjectRepository;
  readonly #earlier: EarlierRunRepository;
  readonly #views: SweepViews;
  readonly #changes: ChangeFeed;

  constructor(parts: {
    sweeps: SweepRepository;
    projects: ProjectRepository;
    earlier: EarlierRunRepository;
    views: SweepViews;
    changes: ChangeFeed;
  }) {
    this.#sweeps = parts.sweeps;
    this.#projects = parts.projects;
    this.#earlier = parts.earlier;
    this.#views = parts.views;
    this.#changes = parts.changes;
  }

  /**
   * Makes a sweep, running from the start; repeating it changes nothing.
   *
   * @throws BestiaryError `invalid_input` that says every issue of a description that makes no sense
   */
  async create(sweep: NewSweep): Promise<{ created: boolean }> {
    const { id, config, training, warmStart } = sweep;
    checkDescription(config, training.args);
    const { id: projectId } = await this.#projects.ensure(uuidv7(), sweep.project);
    const plan: Omit<SweepPlan, 'projectName'> = {
      id,
      projectId,
      name: sweep.name ?? config.name ?? nameOf(config),
      config,
      training,
      warmStart:
        warmStart === undefined
          ? []
          : (
              await this.#earlier.list(
                'runIds' in warmStart ? { runIds: warmStart.runIds } : { projectId },
                config.objective,
              )
            ).map(({ params, values }) => ({ params: trialParamsOf(params), values })),
    };
    return { created: await this.#sweeps.create(plan, firstPoints(config)) };
  }

  /** What is wrong with a description as a text, in YAML or JSON. */
  check(text: string): SweepCheckResult {
    const checked = checkSweepText(text, TRIAL_CHECKS);
    if (checked.ok) return checked;
    return { ok: false, issues: checked.issues.map((issue) => ({ ...issue, path: [...issue.path] })) };
  }

  /** @throws BestiaryError `invalid_input` */
  preview(config: SweepConfig, count: number): SweepPreview {
    checkDescription(config, {});
    const source = new PointSource(config);
    const rows: TrialRow[] = [];
    for (let number = 0; number < count; number++) {
      const params = source.suggest(rows);
      if (params === undefined) break;
      rows.push({ number, status: 'queued', params, values: null, lastReport: null });
    }
    return { points: rows.map(({ params }) => params), gridSize: gridSizeOf(config, source) };
  }

  /** @throws BestiaryError `not_found` */
  async get(id: string): Promise<Sweep> {
    const sweep = await this.#sweeps.get(id);
    if (sweep === undefined) throw noSweep(id);
    const [shown] = await this.#withBest([sweep]);
    return shown!;
  }

  /** @throws BestiaryError `invalid_input` where the cursor is none */
  async list(query: SweepQuery): Promise<SweepPage> {
    const after = query.cursor ? decodeSweepCursor(query.cursor) : undefined;
    const rows = await this.#sweeps.list({ ...query, limit: query.limit + 1 }, after);
    const page = rows.slice(0, query.limit);
    const last = page.at(-1);
    return {
      sweeps: await this.#withBest(page),
      nextCursor: rows.length > query.limit && last !== undefined ? encodeSweepCursor(last) : null,
    };
  }

  /**
   * A sweep's trials.
   *
   * @throws BestiaryError `not_found`, `invalid_input` where the cursor is none
   */
  async trials(id: string, after: string | null | undefined, curves: boolean): Promise<TrialColumns> {
    const since = parseEventId(after);
    return toTrialColumns(await this.#views.fresh(id), since, curves);
  }

  /** No trial begins any more; those that run go on. */
  pause(id: string): Promise<{ status: SweepStatus }> {
    return this.#bring(id, { status: 'paused', from: ['running'] });
  }

  resume(id: string): Promise<{ status: SweepStatus }> {
    return this.#bring(id, { status: 'running', from: ['paused', 'stopped', 'failed'] });
  }

  /** Ends a sweep at once: whatever waits or runs is cancelled. */
  stop(id: string): Promise<{ status: SweepStatus }> {
    return this.#bring(id, { status: 'stopped', from: ['running', 'paused'], abandon: true });
  }

  /** Trades the budget; a sweep that has ended goes on. */
  async extend(id: string, budget: Budget): Promise<{ status: SweepStatus }> {
    if (!(await this.#sweeps.setBudget(id, budget))) throw noSweep(id);
    return this.#goOn(id);
  }

  /** Queues a new trial for each one that failed and may succeed; each once. The budget by trials grows with them where they need it. */
  async retryFailed(id: string): Promise<{ trials: number }> {
    return this.#queue(id, ({ trials }) =>
      trials
        .filter(({ status, error, retried }) => status === 'failed' && !retried && error?.permanent === false)
        .map(({ id: retryOf, params }, i) => ({
          id: uuidv7(),
          number: trials.length + i,
          params,
          retryOf,
        })),
    );
  }

  /**
   * Queues points of the user's own; the budget by trials grows with them where they need it. Points whose ids there are already
   * are passed over.
   *
   * @throws BestiaryError `invalid_input` for one that the space does not have
   */
  async enqueue(
    id: string,
    points: readonly TrialParams[],
    ids: readonly string[],
  ): Promise<{ trials: number }> {
    return this.#queue(id, (view) => {
      const { seed } = view.plan.config;
      return points
        .map((point, i) => ({ id: ids[i]!.toLowerCase(), point }))
        .filter(({ id: trialId }) => view.find(trialId) === undefined)
        .map(({ id: trialId, point }, i) => {
          const number = view.trials.length + i;
          return {
            id: trialId,
            number,
            params: completePoint(view.source.space, point, randomOf(seed, number)),
          };
        });
    });
  }

  /** @throws BestiaryError `not_found` */
  async finalized(id: string, runId: string): Promise<void> {
    if (await this.#sweeps.finalize(id, runId)) return;
    throw (await this.#sweeps.get(id)) === undefined ? noSweep(id) : noRun(runId);
  }

  /**
   * Which sweeps change, from now on; after an interruption (`lastEventId`) first those that may have changed meanwhile.
   */
  async *changes(options: {
    sweepId?: string | undefined;
    lastEventId?: string | null | undefined;
    signal: AbortSignal;
  }): AsyncGenerator<{ id: string; change: SweepChange }> {
    const { signal } = options;
    const sweepId = options.sweepId?.toLowerCase();
    let since = parseEventId(options.lastEventId);
    const feed = await this.#changes.subscribeToSweeps({ sweepId, signal });
    if (since !== undefined) yield* this.#mayHaveChanged(sweepId, since);
    for await (const events of feed) {
      for (const event of events) {
        if (event.kind === 'gap') {
          if (since !== undefined) yield* this.#mayHaveChanged(sweepId, since);
        } else {
          since = laterEventId(since, event.change.since);
          yield { id: since, change: { sweepId: event.change.sweepId, kind: event.change.kind } };
        }
      }
    }
  }

  async *#mayHaveChanged(
    sweepId: string | undefined,
    id: string,
  ): AsyncGenerator<{ id: string; change: SweepChange }> {
    const ids =
      sweepId === undefined
        ? (await this.#sweeps.list({ limit: MAX_CAUGHT_UP }, undefined)).map((sweep) => sweep.id)
        : [sweepId];
    for (const each of ids) {
      yield { id, change: { sweepId: each, kind: 'status' } };
      yield { id, change: { sweepId: each, kind: 'trials' } };
    }
  }

  async #bring(
    id: string,
    to: { status: SweepStatus; from: readonly SweepStatus[]; abandon?: boolean },
  ): Promise<{ status: SweepStatus }> {
    const outcome = await this.#sweeps.transition(id, to);
    if (outcome === undefined) throw noSweep(id);
    if (typeof outcome === 'object') {
      throw new BestiaryError(
        'conflict',
        `sweep ${id} is ${outcome.forbiddenBy} and cannot become ${to.status}`,
        {
          ...(outcome.forbiddenBy === 'finished' && to.status === 'running'
            ? { hint: 'give it more to do: bestiary sweep extend' }
            : {}),
        },
      );
    }
    return { status: to.status };
  }

  /** Has a sweep run again that has ended; one that runs or is paused stays so. */
  async #goOn(id: string): Promise<{ status: SweepStatus }> {
    const outcome = await this.#sweeps.transition(id, {
      status: 'running',
      from: ['finished', 'stopped', 'failed'],
    });
    if (outcome === undefined) throw noSweep(id);
    return { status: typeof outcome === 'object' ? outcome.forbiddenBy : 'running' };
  }

  /** @param pointsOf what is to be queued, by the sweep as it is; asked again where it has changed before that could be written */
  async #queue(id: string, pointsOf: (view: SweepView) => QueuedPoint[]): Promise<{ trials: number }> {
    for (let i = 0; i < TRIES; i++) {
      const view = await this.#views.fresh(id);
      const points = pointsOf(view);
      if (points.length === 0) return { trials: 0 };
      const { budget, nextNumber } = view.state;
      const missing = Math.max(0, points.length - roomFor(view));
      const trials = budget.trials === undefined || missing === 0 ? undefined : budget.trials + missing;
      if (await this.#sweeps.queue(id, nextNumber, points, trials)) {
        await this.#goOn(id);
        return { trials: points.length };
      }
    }
    throw new BestiaryError('unavailable', `sweep ${id} changes too fast to add trials to it`);
  }

  async #withBest(rows: readonly StoredSweep[]): Promise<Sweep[]> {
    const ofTwo = rows.filter(({ config }) => config.objective.length > 1).map(({ id }) => id);
    const outcomes = ofTwo.length === 0 ? [] : await this.#sweeps.outcomes(ofTwo);
    return rows.map(({ best, createdAt, startedAt, endedAt, ...row }) => ({
      ...row,
      best: bestOf(row.config, best === null ? outcomes.filter(({ sweepId }) => sweepId === row.id) : [best]),
      createdAt: createdAt.toISOString(),
      startedAt: startedAt?.toISOString() ?? null,
      endedAt: endedAt?.toISOString() ?? null,
    }));
  }
}

/** @throws BestiaryError `invalid_input` that says every issue */
function checkDescription(config: SweepConfig, args: TrialParams): void {
  const checked = checkSweep(config, TRIAL_CHECKS);
  const issues = checked.ok
    ? []
    : checked.issues.map(({ path, message }) =>
        path.length === 0 ? message : `${path.join('.')}: ${message}`,
      );
  for (const [name, value] of Object.entries(args)) {
    const problem = problemOfOption(name, value);
    if (problem !== undefined) issues.push(`training.args.${problem}`);
    if (name in config.space) issues.push(`${name} is in the space and in training.args`);
  }
  if (issues.length > 0)
    throw new BestiaryError('invalid_input', `this describes no sweep:\n  ${issues.join('\n  ')}`, {
      hint: 'docs/guide/samplers.md says what a sweep may consist of',
    });
}

/** The user's own points as far as the budget goes, with what they leave out. */
function firstPoints(config: SweepConfig): QueuedPoint[] {
  const source = new PointSource(config);
  return config.enqueue.slice(0, config.budget.trials).map((point, number) => ({
    id: uuidv7(),
    number,
    params: completePoint(source.space, point, randomOf(config.seed, number)),
  }));
}

function nameOf({ sampler, space }: SweepConfig): string {
  const searched = Object.entries(space).filter(([, param]) => param.type !== 'fixed');
  return `${sampler.type} over ${searched.map(([name]) => name).join(', ')}`.slice(0, 200);
}

/** Those of a run's parameters that a trial can have. */
function trialParamsOf(params: Record<string, unknown>): TrialParams {
  return Object.fromEntries(
    Object.entries(params).flatMap(([name, value]) => {
      const parsed = ParamValue.safeParse(value);
      return parsed.success && ParamName.safeParse(name).success ? [[name, parsed.data]] : [];
    }),
  );
}

function gridSizeOf(config: SweepConfig, { space }: PointSource): number | null {
  if (config.sampler.type !== 'grid') return null;
  let size = 0;
  for (const _ of new GridSampler(space, config.sampler.levels).points())
    if (++size === COUNT_GRID_UP_TO) break;
  return size;
}
