import { Id } from '@bestiary/contracts/id';
import {
  AddedTrials,
  CheckSweepInput,
  CheckSweepOutput,
  CreateSweepInput,
  EnqueueInput,
  ExtendSweepInput,
  FinalizedInput,
  ListSweepsInput,
  ListSweepsOutput,
  PreviewSweepInput,
  PreviewSweepOutput,
  Sweep,
  SweepIdInput,
  SweepStatusOutput,
} from '@bestiary/contracts/sweep-record';
import { SweepAnalysis } from '@bestiary/contracts/sweep-analysis';
import { ListTrialsInput, TrialColumns } from '@bestiary/contracts/trial';
import { tracked } from '@trpc/server';
import { z } from 'zod';
import { procedure, router, withErrors } from './trpc.ts';

export const sweepRouter = router({
  create: procedure
    .input(CreateSweepInput)
    .output(z.object({ created: z.boolean() }))
    .mutation(({ ctx, input }) => ctx.sweeps.create(input)),
  check: procedure
    .input(CheckSweepInput)
    .output(CheckSweepOutput)
    .query(({ ctx, input }) => ctx.sweeps.check(input.text)),
  preview: procedure
    .input(PreviewSweepInput)
    .output(PreviewSweepOutput)
    .query(({ ctx, input }) => ctx.sweeps.preview(input.config, input.count)),
  list: procedure
    .input(ListSweepsInput)
    .output(ListSweepsOutput)
    .query(({ ctx, input }) => ctx.sweeps.list(input)),
  get: procedure
    .input(SweepIdInput)
    .output(Sweep)
    .query(({ ctx, input }) => ctx.sweeps.get(input.id)),
  trials: procedure
    .input(ListTrialsInput)
    .output(TrialColumns)
    .query(({ ctx, input }) => ctx.sweeps.trials(input.id, input.after, input.curves)),
  /** Which trials can't be told apart, and how much of the best one's lead is selection. */
  analysis: procedure
    .input(SweepIdInput)
    .output(SweepAnalysis)
    .query(({ ctx, input }) => ctx.sweepAnalyses.analyse(input.id)),
  pause: procedure
    .input(SweepIdInput)
    .output(SweepStatusOutput)
    .mutation(({ ctx, input }) => ctx.sweeps.pause(input.id)),
  resume: procedure
    .input(SweepIdInput)
    .output(SweepStatusOutput)
    .mutation(({ ctx, input }) => ctx.sweeps.resume(input.id)),
  stop: procedure
    .input(SweepIdInput)
    .output(SweepStatusOutput)
    .mutation(({ ctx, input }) => ctx.sweeps.stop(input.id)),
  extend: procedure
    .input(ExtendSweepInput)
    .output(SweepStatusOutput)
    .mutation(({ ctx, input }) => ctx.sweeps.extend(input.id, input.budget)),
  retryFailed: procedure
    .input(SweepIdInput)
    .output(AddedTrials)
    .mutation(({ ctx, input }) => ctx.sweeps.retryFailed(input.id)),
  enqueue: procedure
    .input(EnqueueInput)
    .output(AddedTrials)
    .mutation(({ ctx, input }) => ctx.sweeps.enqueue(input.id, input.points, input.ids)),
  finalized: procedure
    .input(FinalizedInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.sweeps.finalized(input.id, input.runId)),
  /** `SweepChange`s as they are committed, by whichever process. */
  onChange: procedure
    .input(z.object({ sweepId: Id.optional(), lastEventId: z.string().nullish() }))
    .subscription(async function* ({ ctx, input, signal }) {
      for await (const { id, change } of withErrors(ctx.sweeps.changes({ ...input, signal: signal! }))) {
        yield tracked(id, change);
      }
    }),
});
