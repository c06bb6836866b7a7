import {
  AttachPreviewsInput,
  Dataset,
  MissingPreviewsInput,
  MissingPreviewsOutput,
  RegisterDatasetInput,
  RegisterDatasetOutput,
} from '@bestiary/contracts/dataset';
import { Id } from '@bestiary/contracts/id';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

export const datasetRouter = router({
  register: procedure
    .input(RegisterDatasetInput)
    .output(RegisterDatasetOutput)
    .mutation(({ ctx, input }) => ctx.datasets.register(input)),
  get: procedure
    .input(z.object({ id: Id }))
    .output(Dataset)
    .query(({ ctx, input }) => ctx.datasets.get(input.id)),
  missingPreviews: procedure
    .input(MissingPreviewsInput)
    .output(MissingPreviewsOutput)
    .query(({ ctx, input }) => ctx.datasets.missingPreviews(input.images)),
  attachPreviews: procedure
    .input(AttachPreviewsInput)
    .output(z.object({ attached: z.int() }))
    .mutation(({ ctx, input }) => ctx.datasets.attachPreviews(input.previews)),
});
