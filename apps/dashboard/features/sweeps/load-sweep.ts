import 'server-only';
import { Id } from '@bestiary/contracts/id';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { TRPCError } from '@trpc/server';
import { notFound } from 'next/navigation';
import { serverApi, serverQueryClient } from '../shell/server-query.ts';

/** A sweep, asked for once a request however often it is called; the page for what is not found where there is none. */
export async function loadSweep(id: string): Promise<Sweep> {
  if (!Id.safeParse(id).success) notFound();
  try {
    return await serverQueryClient().fetchQuery(serverApi().sweeps.get.queryOptions({ id }));
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound();
    throw error;
  }
}
