import { artifactRouter } from './artifact.router.ts';
import { curveRouter } from './curve.router.ts';
import { datasetRouter } from './dataset.router.ts';
import { metricRouter } from './metric.router.ts';
import { predictionRouter } from './prediction.router.ts';
import { projectRouter } from './project.router.ts';
import { rankingRouter } from './ranking.router.ts';
import { runBulkRouter } from './run-bulk.router.ts';
import { runGroupRouter } from './run-group.router.ts';
import { runRouter } from './run.router.ts';
import { savedSearchRouter } from './saved-search.router.ts';
import { savedViewRouter } from './saved-view.router.ts';
import { serverRouter } from './server.router.ts';
import { trashRouter } from './trash.router.ts';
import { router } from './trpc.ts';

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
  artifacts: artifactRouter,
});

export type AppRouter = typeof appRouter;
