import { type Split } from '@bestiary/contracts/dataset';
import {
  MAX_JUDGED_TRIALS,
  MAX_RANKED_TRIALS,
  type SweepAnalysis,
  type TrialRanking,
  type TrialSelection,
} from '@bestiary/contracts/sweep-analysis';
import { type RankingRepository } from '@bestiary/db/repositories/ranking.repository';
import { alignRuns, type RunsOnSameImages } from '@bestiary/metrics/align-runs';
import { rankRuns } from '@bestiary/metrics/rank-runs';
import { selectionReport } from '@bestiary/metrics/selection';
import { lossOf } from '@bestiary/sweeps/loss';
import { type SweepView } from './sweep-view.ts';
import { type SweepViews } from './sweep-views.ts';
import { type ViewedTrial } from './viewed-trial.ts';

/** Of bootstraps: the same trials have the same figures. */
const SEED = 1;
/** Draws of the selection bootstrap: fewer where there is much to add up, so that no request waits for long. */
const MOST_DRAWS = 1_000;
const LEAST_DRAWS = 100;
const MAX_SUMMED = 3e7;
const MOST_WINS = 20;

type JudgedTrial = ViewedTrial & { readonly runId: string };

/**
 * How far the answer of a sweep can be believed. What the outcome hangs on (`importances`) is left to whoever shows it: a forest takes
 * longer than other requests may wait.
 */
export class SweepAnalysisService {
  readonly #views: SweepViews;
  readonly #predictions: RankingRepository;

  constructor(views: SweepViews, predictions: RankingRepository) {
    this.#views = views;
    this.#predictions = predictions;
  }

  /** @throws BestiaryError `not_found` */
  async analyse(sweepId: string): Promise<SweepAnalysis> {
    const view = await this.#views.fresh(sweepId);
    const { objective } = view.plan.config;
    const by = objective[0]!.metric.includes('balanced_accuracy') ? 'balancedAccuracy' : 'accuracy';
    const judged = bestWithRuns(view);
    const [validation, holdout] = await Promise.all([
      this.#aligned(judged, 'validation'),
      view.plan.training.holdout === undefined ? undefined : this.#aligned(judged, 'test'),
    ]);
    return {
      by,
      validation: validation === undefined ? null : rankingOf(validation, by),
      selection: validation === undefined ? null : selectionOf(validation, by),
      holdout: holdout === undefined ? null : rankingOf(holdout, by),
    };
  }

  /** Trials that predicted the images of the best one; undefined where there are not two. */
  async #aligned(judged: readonly JudgedTrial[], split: Split): Promise<AlignedTrials | undefined> {
    if (judged.length < 2) return undefined;
    const { runs, imageSets } = await this.#predictions.columns(
      judged.map(({ runId }) => runId),
      split,
    );
    const byId = new Map(runs.map((run) => [run.runId, run]));
    const aligned = alignRuns(
      judged.flatMap(({ runId }) => {
        const run = byId.get(runId);
        return run === undefined
          ? []
          : [{ id: runId, predicted: run.predicted, ...imageSets.get(run.imageSet)! }];
      }),
    );
    if (aligned.runs.length < 2 || aligned.labels.length === 0) return undefined;
    let classes = 2;
    for (const column of [aligned.labels, ...aligned.runs.map(({ predicted }) => predicted)])
      for (const value of column) classes = Math.max(classes, value + 1);
    return { ...aligned, classes, trialOf: new Map(judged.map((trial) => [trial.runId, trial])) };
  }
}

type AlignedTrials = RunsOnSameImages & {
  classes: number;
  trialOf: ReadonlyMap<string, JudgedTrial>;
};

/** Finished trials that have a run, the best by the first objective first. */
function bestWithRuns({ trials, goals }: SweepView): JudgedTrial[] {
  return trials
    .filter(
      (trial): trial is JudgedTrial =>
        trial.status === 'finished' && trial.runId !== null && trial.values !== null,
    )
    .map((trial) => ({ trial, loss: lossOf(trial.values![0]!, goals[0]!) }))
    .sort((a, b) => (a.loss === b.loss ? a.trial.number - b.trial.number : a.loss < b.loss ? -1 : 1))
    .slice(0, MAX_JUDGED_TRIALS)
    .map(({ trial }) => trial);
}

function rankingOf({ trialOf, classes, labels, runs }: AlignedTrials, by: SweepAnalysis['by']): TrialRanking {
  const ranking = rankRuns({ labels, runs: runs.slice(0, MAX_RANKED_TRIALS) }, classes, by, SEED);
  return {
    images: ranking.images,
    trials: ranking.runs.map(({ id, rank, accuracy, balancedAccuracy }) => {
      const { id: trialId, number, runId } = trialOf.get(id)!;
      return { trialId, number, runId, rank, accuracy, balancedAccuracy };
    }),
  };
}

function selectionOf(aligned: AlignedTrials, by: SweepAnalysis['by']): TrialSelection | null {
  const { trialOf, classes, labels, runs } = aligned;
  const draws = Math.floor(MAX_SUMMED / (runs.length * labels.length));
  const report = selectionReport(
    { labels, runs },
    classes,
    by,
    SEED,
    Math.min(MOST_DRAWS, Math.max(LEAST_DRAWS, draws)),
  );
  const { winner, honest, wins, ...figures } = report;
  if (winner === null || honest.value === null) return null;
  return {
    ...figures,
    trials: runs.length,
    images: labels.length,
    winner: trialOf.get(winner)!.number,
    honest,
    wins: wins
      .filter(({ share }) => share > 0)
      .sort((a, b) => b.share - a.share)
      .slice(0, MOST_WINS)
      .map(({ id, share }) => ({ number: trialOf.get(id)!.number, share })),
  };
}
