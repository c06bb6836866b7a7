import { Id } from '@bestiary/contracts/id';
import { SavedSearch, SavedSearches } from '@bestiary/contracts/saved-search';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

export const savedSearchRouter = router({
  list: procedure.output(SavedSearches).query(({ ctx }) => ctx.savedSearches.list()),
  save: procedure
    .input(SavedSearch)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.savedSearches.save(input)),
  remove: procedure
    .input(z.object({ id: Id }))
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.savedSearches.remove(input.id)),
});
