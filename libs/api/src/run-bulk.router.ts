import {
  ArchiveRunsInput,
  ChangedRuns,
  RestoreRunsInput,
  RetagRunsInput,
  TaggedRuns,
  TagRunsInput,
  TrashRunsInput,
} from '@bestiary/contracts/run-bulk';
import { procedure, router } from './trpc.ts';

export const runBulkRouter = router({
  tag: procedure
    .input(TagRunsInput)
    .output(TaggedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.tag(input, input.tags)),
  /** Tags each run as is said of it. */
  retag: procedure
    .input(RetagRunsInput)
    .output(ChangedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.retag(input.runs)),
  archive: procedure
    .input(ArchiveRunsInput)
    .output(ChangedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.archive(input, input.archived)),
  trash: procedure
    .input(TrashRunsInput)
    .output(ChangedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.trash(input)),
  restore: procedure
    .input(RestoreRunsInput)
    .output(ChangedRuns)
    .mutation(({ ctx, input }) => ctx.bulk.restore(input)),
});
