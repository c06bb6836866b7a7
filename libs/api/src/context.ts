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
import { RunRepository } from '@bestiary/db/repositories/run.repository';
import { ArtifactService } from './artifact.service.ts';
import { CurveService } from './curve.service.ts';
import { DatasetService } from './dataset.service.ts';
import { MetricService } from './metric.service.ts';
import { PredictionService } from './prediction.service.ts';
import { ProjectService } from './project.service.ts';
import { RankingService } from './ranking.service.ts';
import { RunService } from './run.service.ts';

/** What every procedure is given: one service a domain. Built once a process; holds no state of a request. */
export type Context = {
  info: ServerInfo;
  projects: ProjectService;
  runs: RunService;
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
    runs: new RunService(runs, changes),
    metrics: new MetricService(new MetricRepository(db), runs, changes),
    datasets: new DatasetService(new DatasetRepository(db), store),
    predictions: new PredictionService(new PredictionRepository(db)),
    rankings: new RankingService(new RankingRepository(db)),
    curves: new CurveService(new CurveRepository(db)),
    artifacts: new ArtifactService(artifacts, runs, store),
  };
}
