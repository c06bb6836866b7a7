import {
  Evaluation,
  EvaluationInput,
  Gallery,
  GalleryInput,
  LogPredictionsInput,
  LogPredictionsOutput,
  PredictionColumns,
  PredictionColumnsInput,
} from '@bestiary/contracts/prediction';
import { procedure, router } from './trpc.ts';

export const predictionRouter = router({
  log: procedure
    .input(LogPredictionsInput)
    .output(LogPredictionsOutput)
    .mutation(({ ctx, input }) => ctx.predictions.log(input.runId, input.split, input.predictions)),
  evaluation: procedure
    .input(EvaluationInput)
    .output(Evaluation)
    .query(({ ctx, input }) => ctx.predictions.evaluation(input.runId, input.split)),
  columns: procedure
    .input(PredictionColumnsInput)
    .output(PredictionColumns)
    .query(({ ctx, input }) => ctx.predictions.columns(input.runId, input.split)),
  gallery: procedure
    .input(GalleryInput)
    .output(Gallery)
    .query(({ ctx, input }) => ctx.predictions.gallery(input)),
});
