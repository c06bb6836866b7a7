import 'server-only';
import { Id } from '@bestiary/contracts/id';
import type { Report } from '@bestiary/contracts/report';
import { TRPCError } from '@trpc/server';
import { notFound } from 'next/navigation';
import { serverApi, serverQueryClient } from '../shell/server-query.ts';

/** A report, asked for once a request however often it is called; the page for what is not found where there is none. */
export async function loadReport(id: string): Promise<Report> {
  if (!Id.safeParse(id).success) notFound();
  try {
    return await serverQueryClient().fetchQuery(serverApi().reports.get.queryOptions({ id }));
  } catch (error) {
    if (error instanceof TRPCError && error.code === 'NOT_FOUND') notFound();
    throw error;
  }
}
