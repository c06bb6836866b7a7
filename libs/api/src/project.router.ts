import { EnsureProjectInput, Project } from '@bestiary/contracts/project';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

export const projectRouter = router({
  list: procedure.output(z.array(Project)).query(({ ctx }) => ctx.projects.list()),
  ensure: procedure
    .input(EnsureProjectInput)
    .output(Project)
    .mutation(({ ctx, input }) => ctx.projects.ensure(input)),
});
