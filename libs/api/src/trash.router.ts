import { EmptyTrashOutput, TrashContents, TrashInput } from '@bestiary/contracts/trash';
import { procedure, router } from './trpc.ts';

export const trashRouter = router({
  contents: procedure
    .input(TrashInput)
    .output(TrashContents)
    .query(({ ctx, input }) => ctx.trash.contents(new Date(input.deletedBefore))),
  /** Removes a part for good; to be called until it is `done`. */
  empty: procedure
    .input(TrashInput)
    .output(EmptyTrashOutput)
    .mutation(({ ctx, input }) => ctx.trash.empty(new Date(input.deletedBefore))),
});
