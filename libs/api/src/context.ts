import { type ArtifactStore } from '@bestiary/artifacts/artifact-store';
import { type ServerInfo } from '@bestiary/contracts/server-info';
import { type ChangeFeed } from '@bestiary/db/change-feed';
import { type Database } from '@bestiary/db/database';
import { ArtifactRepository } from '@bestiary/db/repositories/artifact.repository';
import { CurveRepository } from '@bestiary/db/repositories/curve.repository';
import { DatasetRepository } from '@bestiary/db/repositories/dataset.repository';
import { MetricRepository } from '@bestiary/db/repositories/metric.repository';
import { PredictionRepository } from '@bestiary/db/repositories/prediction.repository';
import { ProjectRepository } from '@bestiary/db/repositories/project.repository';
import { RankingRepository } from '@bestiary/db/repositories/ranking.repository';
import { RunBulkRepository } from '@bestiary/db/repositories/run-bulk.repository';
import { RunGroupRepository } from '@bestiary/db/repositories/run-group.repository';
import { RunKeyRepository } from '@bestiary/db/repositories/run-key.repository';
import { RunRepository } from '@bestiary/db/repositories/run.repository';
import { SavedSearchRepository } from '@bestiary/db/repositories/saved-search.repository';
import { SavedViewRepository } from '@bestiary/db/repositories/saved-view.repository';
import { TrashRepository } from '@bestiary/db/repositories/trash.repository';
import { ArtifactService } from './artifact.service.ts';
import { CurveService } from './curve.service.ts';
import { DatasetService } from './dataset.service.ts';
import { MetricService } from './metric.service.ts';
import { PredictionService } from './prediction.service.ts';
import { ProjectService } from './project.service.ts';
import { RankingService } from './ranking.service.ts';
import { RunBulkService } from './run-bulk.service.ts';
import { RunGroupService } from './run-group.service.ts';
import { RunService } from './run.service.ts';
import { SavedSearchService } from './saved-search.service.ts';
import { SavedViewService } from './saved-view.service.ts';
import { TrashService } from './trash.service.ts';

/** What every procedure is given: one service a domain. Built once a process; holds no state of a request. */
export type Context = {
  info: ServerInfo;
  projects: ProjectService;
  runs: RunService;
  bulk: RunBulkService;
  groups: RunGroupService;
  trash: TrashService;
  savedSearches: SavedSearchService;
  savedViews: SavedViewService;
  metrics: MetricService;
  datasets: DatasetService;
  predictions: PredictionService;
  rankings: RankingService;
  curves: CurveService;
  artifacts: ArtifactService;
};

export function createContext(parts: {
  db: Database;
  store: ArtifactStore;
  changes: ChangeFeed;
  info: ServerInfo;
}): Context {
  const { db, store, changes, info } = parts;
  const runs = new RunRepository(db);
  const artifacts = new ArtifactRepository(db);
  return {
    info,
    projects: new ProjectService(new ProjectRepository(db)),
    runs: new RunService(runs, new RunKeyRepository(db), changes),
    bulk: new RunBulkService(new RunBulkRepository(db)),
    groups: new RunGroupService(new RunGroupRepository(db)),
    trash: new TrashService(new TrashRepository(db), store),
    savedSearches: new SavedSearchService(new SavedSearchRepository(db)),
    savedViews: new SavedViewService(new SavedViewRepository(db)),
    metrics: new MetricService(new MetricRepository(db), runs, changes),
    datasets: new DatasetService(new DatasetRepository(db), store),
    predictions: new PredictionService(new PredictionRepository(db)),
    rankings: new RankingService(new RankingRepository(db)),
    curves: new CurveService(new CurveRepository(db)),
    artifacts: new ArtifactService(artifacts, runs, store),
  };
}
