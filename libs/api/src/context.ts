import { type ArtifactStore } from '@bestiary/artifacts/artifact-store';
import { type ApiKeyRole } from '@bestiary/contracts/api-key';
import { type ServerInfo } from '@bestiary/contracts/server-info';
import { type ChangeFeed } from '@bestiary/db/change-feed';
import { type Database } from '@bestiary/db/database';
import { ApiKeyRepository } from '@bestiary/db/repositories/api-key.repository';
import { ArtifactRepository } from '@bestiary/db/repositories/artifact.repository';
import { CurveRepository } from '@bestiary/db/repositories/curve.repository';
import { DatasetRepository } from '@bestiary/db/repositories/dataset.repository';
import { EarlierRunRepository } from '@bestiary/db/repositories/earlier-run.repository';
import { MetricRepository } from '@bestiary/db/repositories/metric.repository';
import { PredictionRepository } from '@bestiary/db/repositories/prediction.repository';
import { ProjectRepository } from '@bestiary/db/repositories/project.repository';
import { RankingRepository } from '@bestiary/db/repositories/ranking.repository';
import { ReportRepository } from '@bestiary/db/repositories/report.repository';
import { RunBulkRepository } from '@bestiary/db/repositories/run-bulk.repository';
import { RunGroupRepository } from '@bestiary/db/repositories/run-group.repository';
import { RunKeyRepository } from '@bestiary/db/repositories/run-key.repository';
import { RunRepository } from '@bestiary/db/repositories/run.repository';
import { SavedSearchRepository } from '@bestiary/db/repositories/saved-search.repository';
import { SavedViewRepository } from '@bestiary/db/repositories/saved-view.repository';
import { SweepRepository } from '@bestiary/db/repositories/sweep.repository';
import { TrashRepository } from '@bestiary/db/repositories/trash.repository';
import { TrialRepository } from '@bestiary/db/repositories/trial.repository';
import { WorkerRepository } from '@bestiary/db/repositories/worker.repository';
import { ApiKeyService } from './api-key.service.ts';
import { ArtifactService } from './artifact.service.ts';
import { CurveService } from './curve.service.ts';
import { DatasetService } from './dataset.service.ts';
import { MetricService } from './metric.service.ts';
import { PredictionService } from './prediction.service.ts';
import { ProjectService } from './project.service.ts';
import { RankingService } from './ranking.service.ts';
import { ReportService } from './report.service.ts';
import { RunBulkService } from './run-bulk.service.ts';
import { RunGroupService } from './run-group.service.ts';
import { RunService } from './run.service.ts';
import { SavedSearchService } from './saved-search.service.ts';
import { SavedViewService } from './saved-view.service.ts';
import { SweepAnalysisService } from './sweep-analysis.service.ts';
import { SweepService } from './sweep.service.ts';
import { SweepViews } from './sweep-views.ts';
import { TrashService } from './trash.service.ts';
import { TrialService } from './trial.service.ts';
import { WorkerService } from './worker.service.ts';

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
  reports: ReportService;
  artifacts: ArtifactService;
  sweeps: SweepService;
  sweepAnalyses: SweepAnalysisService;
  trials: TrialService;
  workers: WorkerService;
  apiKeys: ApiKeyService;
};

/** … and by whom it is called. */
export type RequestContext = Context & { caller: ApiKeyRole };

export function createContext(parts: {
  db: Database;
  store: ArtifactStore;
  changes: ChangeFeed;
  info: ServerInfo;
  /** a key of an admin besides those that are stored */
  adminKey?: string | undefined;
}): Context {
  const { db, store, changes, info, adminKey } = parts;
  const runs = new RunRepository(db);
  const artifacts = new ArtifactRepository(db);
  const projects = new ProjectRepository(db);
  const sweeps = new SweepRepository(db);
  const trials = new TrialRepository(db);
  const views = new SweepViews(sweeps);
  return {
    info,
    projects: new ProjectService(projects),
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
    reports: new ReportService(new ReportRepository(db)),
    artifacts: new ArtifactService(artifacts, runs, store),
    sweeps: new SweepService({ sweeps, projects, earlier: new EarlierRunRepository(db), views, changes }),
    sweepAnalyses: new SweepAnalysisService(views, new RankingRepository(db)),
    trials: new TrialService(sweeps, trials, views),
    workers: new WorkerService(new WorkerRepository(db), trials),
    apiKeys: new ApiKeyService(new ApiKeyRepository(db), adminKey),
  };
}
