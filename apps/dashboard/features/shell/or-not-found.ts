import 'server-only';
import { Id } from '@bestiary/contracts/id';
import { TRPCError } from '@trpc/server';
import { notFound } from 'next/navigation';

/** What is asked for by an id; the page for what is not found where it is no id, or the server has nothing of it. */
export async function orNotFound<Thing>(id: string, ask: () => Promise<Thing>): Promise<Thing> {
  if (!Id.safeParse(id).success) notFound();
  try {
    return await ask();
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound();
    throw error;
  }
}
