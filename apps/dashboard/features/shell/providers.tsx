'use client';
import { useEffect, useState, type ReactNode } from 'react';
import type { AppRouter } from '@bestiary/api/app.router';
import { QueryClientProvider } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { Tooltip } from 'radix-ui';
import { onReturn, watchedFetch } from './connection.ts';
import { makeQueryClient } from './query-client.ts';
import { TRPCProvider } from './trpc.ts';

const URL_LIMIT = 6_000;

function makeClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === 'subscription',
        true: httpSubscriptionLink({ url: '/api/trpc' }),
        false: httpBatchLink({
          url: '/api/trpc',
          maxURLLength: URL_LIMIT,
          maxItems: 20,
          fetch: (input, init) => watchedFetch(input, init as RequestInit),
        }),
      }),
    ],
  });
}

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(makeQueryClient);
  const [client] = useState(makeClient);
  useEffect(() => onReturn(() => void queryClient.invalidateQueries()), [queryClient]);
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        <NuqsAdapter>
          <Tooltip.Provider delayDuration={300}>{children}</Tooltip.Provider>
        </NuqsAdapter>
      </TRPCProvider>
    </QueryClientProvider>
  );
}
