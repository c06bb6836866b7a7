'use client';
import { uuidv7 } from '@bestiary/contracts/id';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import type { Budget, TrialParams } from '@bestiary/contracts/sweep';
import { useQueryClient } from '@tanstack/react-query';
import { tell } from '../shell/toasts.ts';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';

/** What can be done with a sweep; each says what it did, or why it could not. */
export function useSweepActions({ id, name }: Pick<Sweep, 'id' | 'name'>) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const queryClient = useQueryClient();
  const act = async (text: string, action: () => Promise<unknown>, undo?: () => void): Promise<boolean> => {
    try {
      await action();
      tell({ text, ...(undo === undefined ? {} : { undo }) });
      return true;
    } catch (error) {
      tell({ text: (error as Error).message, isError: true });
      return false;
    } finally {
      void queryClient.invalidateQueries(trpc.sweeps.pathFilter());
    }
  };
  const resume = (): Promise<boolean> => act(`${name} goes on`, () => client.sweeps.resume.mutate({ id }));
  return {
    resume,
    pause: () =>
      act(
        `${name} is paused: no trial begins, those that run end`,
        () => client.sweeps.pause.mutate({ id }),
        () => void resume(),
      ),
    stop: () =>
      act(
        `${name} is stopped`,
        () => client.sweeps.stop.mutate({ id }),
        () => void resume(),
      ),
    extend: (budget: Budget) =>
      act(`${name} has a larger budget`, () => client.sweeps.extend.mutate({ id, budget })),
    retryFailed: () =>
      act(`The failed trials of ${name} are tried again`, () => client.sweeps.retryFailed.mutate({ id })),
    enqueue: (point: TrialParams) =>
      act('This point is tried next', () =>
        client.sweeps.enqueue.mutate({ id, points: [point], ids: [uuidv7()] }),
      ),
  };
}
