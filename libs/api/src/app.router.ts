import { artifactRouter } from './artifact.router.ts';
import { datasetRouter } from './dataset.router.ts';
import { metricRouter } from './metric.router.ts';
import { predictionRouter } from './prediction.router.ts';
import { projectRouter } from './project.router.ts';
import { runRouter } from './run.router.ts';
import { serverRouter } from './server.router.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  server: serverRouter,
  projects: projectRouter,
  runs: runRouter,
  metrics: metricRouter,
  datasets: datasetRouter,
  predictions: predictionRouter,
  artifacts: artifactRouter,
});

export type AppRouter = typeof appRouter;
