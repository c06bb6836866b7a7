import {
  AttachRunInput,
  ClaimTrialInput,
  ClaimTrialOutput,
  FinishTrialInput,
  FinishTrialOutput,
  ReleaseTrialInput,
  ReportTrialInput,
  ReportTrialOutput,
  TrialHeartbeatInput,
  TrialHeartbeatOutput,
} from '@bestiary/contracts/trial';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

export const trialRouter = router({
  claim: procedure
    .input(ClaimTrialInput)
    .output(ClaimTrialOutput)
    .mutation(({ ctx, input: { sweepId, ...claim } }) => ctx.trials.claim(claim, sweepId)),
  report: procedure
    .input(ReportTrialInput)
    .output(ReportTrialOutput)
    .mutation(({ ctx, input }) => ctx.trials.report(input)),
  heartbeat: procedure
    .input(TrialHeartbeatInput)
    .output(TrialHeartbeatOutput)
    .mutation(({ ctx, input }) => ctx.trials.heartbeat(input.trialId, input.token)),
  attach: procedure
    .input(AttachRunInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.trials.attach(input.trialId, input.token, input.runId)),
  finish: procedure
    .input(FinishTrialInput)
    .output(FinishTrialOutput)
    .mutation(({ ctx, input }) => ctx.trials.finish(input)),
  release: procedure
    .input(ReleaseTrialInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.trials.release(input.trialId, input.token)),
});
