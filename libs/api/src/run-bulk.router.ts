import {
  ArchiveRunsInput,
  ChangedRuns,
  RestoreRunsInput,
  TagRunsInput,
  TrashRunsInput,
} from '@bestiary/contracts/run-bulk';
import { procedure, router } from './trpc.ts';

export const runBulkRouter = router({
  tag: procedure
    .input(TagRunsInput)
    .output(ChangedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.tag(input.ids, input.tags)),
  archive: procedure
    .input(ArchiveRunsInput)
    .output(ChangedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.archive(input.ids, input.archived)),
  trash: procedure
    .input(TrashRunsInput)
    .output(ChangedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.trash(input.ids)),
  restore: procedure
    .input(RestoreRunsInput)
    .output(ChangedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.restore(input.ids)),
});
