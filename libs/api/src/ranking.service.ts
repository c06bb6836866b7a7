import { type Split } from '@bestiary/contracts/dataset';
import {
  type PairGallery,
  type PairGalleryQuery,
  type Ranking,
  type RankingGroup,
  type RunPairCounts,
} from '@bestiary/contracts/ranking';
import { type RankingRepository } from '@bestiary/db/repositories/ranking.repository';
import { alignRuns, type RunPredictions } from '@bestiary/metrics/align-runs';
import { exactMcNemar } from '@bestiary/metrics/mcnemar';
import { rankRuns } from '@bestiary/metrics/rank-runs';
import { noRun } from './run.service.ts';

/** Of the bootstrap: the same predictions have the same intervals wherever they are shown. */
const SEED = 1;

type DatasetOf = ReadonlyMap<string, { dataset: string | null; classNames: string[] | null }>;

export class RankingService {
  readonly #predictions: RankingRepository;

  constructor(predictions: RankingRepository) {
    this.#predictions = predictions;
  }

  /**
   * Runs in order of balanced accuracy. Only runs over the same images are ranked against each other: each run joins
   * the first group with whose first run it shares nine images of ten, or begins one.
   */
  async rank(runIds: readonly string[], split: Split): Promise<Ranking> {
    const ids = [...new Set(runIds.map((id) => id.toLowerCase()))];
    const [{ runs, imageSets }, found] = await Promise.all([
      this.#predictions.columns(ids, split),
      this.#predictions.datasetsOf(ids),
    ]);
    const datasetOf: DatasetOf = new Map(found.map(({ runId, ...of }) => [runId, of]));
    const byId = new Map(runs.map((run) => [run.runId, run]));
    let waiting = ids.flatMap((id): RunPredictions[] => {
      const run = byId.get(id);
      return run === undefined ? [] : [{ id, predicted: run.predicted, ...imageSets.get(run.imageSet)! }];
    });
    const groups: RankingGroup[] = [];
    while (waiting.length > 0) {
      const aligned = alignRuns(waiting);
      const apart = new Set(aligned.apart.map(({ id }) => id));
      const grouped = waiting.filter(({ id }) => !apart.has(id));
      const classNames = classNamesOf(grouped, datasetOf);
      const ranking = rankRuns(aligned, classNames.length, 'balancedAccuracy', SEED);
      const names = grouped.flatMap(({ id }) => datasetOf.get(id)?.dataset ?? []);
      groups.push({
        datasets: [...new Set(names)].sort(),
        classNames,
        images: ranking.images,
        leftOut: new Set(grouped.flatMap(({ images }) => images)).size - ranking.images,
        runs: ranking.runs.map(({ id, rank, confusion, accuracy, balancedAccuracy }) => ({
          runId: id,
          rank,
          confusion: confusion.map((row) => [...row]),
          accuracy,
          balancedAccuracy,
        })),
        pairs: [...ranking.pairs],
      });
      waiting = waiting.filter(({ id }) => apart.has(id));
    }
    return {
      split,
      groups: groups.sort((a, b) => b.runs.length - a.runs.length),
      without: ids.filter((id) => datasetOf.has(id) && !byId.has(id)),
    };
  }

  /**
   * Two runs on the images that both predicted.
   *
   * @throws BestiaryError `not_found` where one of them is gone
   */
  async pair(a: string, b: string, split: Split): Promise<RunPairCounts> {
    const [found, counts] = await Promise.all([
      this.#predictions.datasetsOf([a, b]),
      this.#predictions.countPaired(a, b, split),
    ]);
    for (const id of [a, b]) {
      if (!found.some(({ runId }) => runId === id.toLowerCase())) throw noRun(id);
    }
    const { classes, ...counted } = counts;
    const names = found.find(({ runId }) => runId === a.toLowerCase())?.classNames ?? [];
    return {
      ...counted,
      pValue: exactMcNemar(counts.onlyA, counts.onlyB),
      classNames: Array.from({ length: Math.max(names.length, classes) }, (_, c) => names[c] ?? String(c)),
    };
  }

  pairGallery(query: PairGalleryQuery): Promise<PairGallery> {
    return this.#predictions.pairGallery(query);
  }
}

/** Names of a group's classes: of a data set, and by number where predictions or labels know more. */
function classNamesOf(runs: readonly RunPredictions[], datasetOf: DatasetOf): string[] {
  const names = runs
    .map(({ id }) => datasetOf.get(id)?.classNames ?? [])
    .reduce((longest, each) => (each.length > longest.length ? each : longest), []);
  let classes = Math.max(2, names.length);
  for (const { labels, predicted } of runs) {
    for (let i = 0; i < labels.length; i++) classes = Math.max(classes, labels[i]! + 1, predicted[i]! + 1);
  }
  return Array.from({ length: classes }, (_, c) => names[c] ?? String(c));
}
