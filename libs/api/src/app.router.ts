import { apiKeyRouter } from './api-key.router.ts';
import { artifactRouter } from './artifact.router.ts';
import { curveRouter } from './curve.router.ts';
import { datasetRouter } from './dataset.router.ts';
import { metricRouter } from './metric.router.ts';
import { predictionRouter } from './prediction.router.ts';
import { projectRouter } from './project.router.ts';
import { rankingRouter } from './ranking.router.ts';
import { reportRouter } from './report.router.ts';
import { runBulkRouter } from './run-bulk.router.ts';
import { runGroupRouter } from './run-group.router.ts';
import { runRouter } from './run.router.ts';
import { savedSearchRouter } from './saved-search.router.ts';
import { savedViewRouter } from './saved-view.router.ts';
import { serverRouter } from './server.router.ts';
import { sweepRouter } from './sweep.router.ts';
import { trashRouter } from './trash.router.ts';
import { trialRouter } from './trial.router.ts';
import { router } from './trpc.ts';
import { workerRouter } from './worker.router.ts';

export const appRouter = router({
  server: serverRouter,
  projects: projectRouter,
  runs: runRouter,
  bulk: runBulkRouter,
  groups: runGroupRouter,
  trash: trashRouter,
  savedSearches: savedSearchRouter,
  savedViews: savedViewRouter,
  metrics: metricRouter,
  curves: curveRouter,
  datasets: datasetRouter,
  predictions: predictionRouter,
  rankings: rankingRouter,
  reports: reportRouter,
  artifacts: artifactRouter,
  sweeps: sweepRouter,
  trials: trialRouter,
  workers: workerRouter,
  apiKeys: apiKeyRouter,
});

export type AppRouter = typeof appRouter;
