import { Id } from '@bestiary/contracts/id';
import { PageName, SavedView, SavedViews } from '@bestiary/contracts/saved-view';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

export const savedViewRouter = router({
  list: procedure
    .input(z.object({ page: PageName }))
    .output(SavedViews)
    .query(({ ctx, input }) => ctx.savedViews.list(input.page)),
  get: procedure
    .input(z.object({ id: Id }))
    .output(SavedView)
    .query(({ ctx, input }) => ctx.savedViews.get(input.id)),
  save: procedure
    .input(SavedView)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.savedViews.save(input)),
  remove: procedure
    .input(z.object({ id: Id }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.savedViews.remove(input.id)),
});
