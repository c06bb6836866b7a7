import { GroupRunsInput, GroupRunsOutput } from '@bestiary/contracts/run-group';
import { procedure, router } from './trpc.ts';

export const runGroupRouter = router({
  /** Runs that have something in common, with mean, standard deviation and n of metrics. */
  list: procedure
    .input(GroupRunsInput)
    .output(GroupRunsOutput)
    .query(({ ctx, input }) => ctx.groups.list(input)),
});
