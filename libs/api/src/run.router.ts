import { Id } from '@bestiary/contracts/id';
import {
  CreateRunInput,
  HeartbeatInput,
  HeartbeatOutput,
  ListRunsInput,
  ListRunsOutput,
  RunCount,
  RunDetail,
  SelectRunsInput,
  TransitionRunInput,
  UpdateRunInput,
} from '@bestiary/contracts/run';
import { RunKeys } from '@bestiary/contracts/run-key';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { procedure, router, withErrors } from './trpc.ts';

export const runRouter = router({
  create: procedure
    .input(CreateRunInput)
    .output(z.object({ created: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.runs.create(input)),
  update: procedure
    .input(UpdateRunInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.runs.update(input)),
  transition: procedure
    .input(TransitionRunInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.runs.transition(input)),
  heartbeat: procedure
    .input(HeartbeatInput)
    .output(HeartbeatOutput)
    .mutation(({ ctx, input }) => ctx.runs.heartbeat(input.id, input.progress)),
  list: procedure
    .input(ListRunsInput)
    .output(ListRunsOutput)
    .query(({ ctx, input }) => ctx.runs.list(input)),
  /** How many a list has on all its pages, which it does not wait for. */
  count: procedure
    .input(SelectRunsInput)
    .output(RunCount)
    .query(({ ctx, input }) => ctx.runs.count(input)),
  /** The keys of metrics, parameters and tags that a search can name. */
  keys: procedure.output(RunKeys).query(({ ctx }) => ctx.runs.keys()),
  get: procedure
    .input(z.object({ id: Id }))
    .output(RunDetail)
    .query(({ ctx, input }) => ctx.runs.get(input.id)),
  /** `RunChange`s as they are committed, by whichever process. */
  onChange: procedure
    .input(z.object({ runId: Id.optional(), lastEventId: z.string().nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      for await (const { id, change } of withErrors(ctx.runs.changes({ ...input, signal: signal! }))) {
        yield tracked(id, change);
      }
    }),
});
