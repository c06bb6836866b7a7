import 'server-only';
import { cache } from 'react';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { getPageContext } from '../../server/page-context.ts';
import { makeQueryClient } from './query-client.ts';

/** The query client of one request. */
export const serverQueryClient = cache(makeQueryClient);

/** The API as it is on the client, answered in this process without HTTP. */
export const serverApi = cache(() => {
  const { context, router } = getPageContext();
  return createTRPCOptionsProxy({ ctx: context, router, queryClient: serverQueryClient });
});
