import { defaultShouldDehydrateQuery, QueryClient } from '@tanstack/react-query';
import { isUnreachable } from './connection.ts';

/** Live views are told of changes, so what was fetched stays good for a while. */
const FRESH_FOR_MS = 30_000;

export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: FRESH_FOR_MS,
        // what the server refuses it refuses again; what can't be reached is asked for anew when it is back
        retry: (count, error) => isUnreachable(error) && count < 2,
        retryDelay: 500,
        networkMode: 'always', // a server on this machine is there without a network
      },
      dehydrate: { shouldDehydrateQuery: defaultShouldDehydrateQuery },
    },
  });
}
