import {
  LeaveWorkerInput,
  ListWorkersInput,
  ListWorkersOutput,
  RegisterWorkerInput,
  WorkerHeartbeatInput,
  WorkerHeartbeatOutput,
} from '@bestiary/contracts/worker';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

export const workerRouter = router({
  register: procedure
    .input(RegisterWorkerInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.workers.register(input)),
  heartbeat: procedure
    .input(WorkerHeartbeatInput)
    .output(WorkerHeartbeatOutput)
    .mutation(({ ctx, input }) => ctx.workers.heartbeat(input.id, input.trialIds, input.draining)),
  leave: procedure
    .input(LeaveWorkerInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.workers.leave(input.id, input.reason)),
  list: procedure
    .input(ListWorkersInput)
    .output(ListWorkersOutput)
    .query(({ ctx, input }) => ctx.workers.list(input.sweepId, input.limit)),
});
