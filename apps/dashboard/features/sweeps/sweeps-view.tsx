'use client';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { CommandLine } from '@bestiary/ui/components/command-line';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount } from '@bestiary/ui/format';
import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useSubscription } from '@trpc/tanstack-react-query';
import { Plus } from 'lucide-react';
import Link from 'next/link';
import { Duration } from '../runs/duration.tsx';
import { Started } from '../runs/started.tsx';
import { reportAway } from '../shell/connection.ts';
import { useTRPC } from '../shell/trpc.ts';
import { useVisible } from '../shell/use-visible.ts';
import { SweepStatusBadge } from './sweep-status.tsx';
import { SWEEPS_PAGE, SWEEPS_PAGING } from './sweep-queries.ts';
import { bestWords, objectiveWords } from './sweep-words.ts';
import { TrialCountsBar } from './trial-counts-bar.tsx';

const LINK =
  'inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-panel px-3 hover:border-line-strong';

/** All sweeps, the newest first. */
export function SweepsView() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const visible = useVisible();
  const list = useInfiniteQuery(trpc.sweeps.list.infiniteQueryOptions(SWEEPS_PAGE, SWEEPS_PAGING));
  const refresh = () => void queryClient.invalidateQueries(trpc.sweeps.list.pathFilter());
  useSubscription(
    trpc.sweeps.onChange.subscriptionOptions(
      {},
      {
        enabled: visible,
        onStarted: refresh,
        onData: refresh,
        onConnectionStateChange: ({ state, error }) => {
          if (state === 'connecting' && error) reportAway();
        },
      },
    ),
  );
  const sweeps = list.data?.pages.flatMap((page) => page.sweeps) ?? [];
  return (
    <div className="mx-auto max-w-[90rem] px-4 pb-16 sm:px-6">
      <div className="flex flex-wrap items-center gap-3 py-4">
        <h1 className="mr-auto text-lg font-semibold tracking-tight">Sweeps</h1>
        <Link href="/workers" className={LINK}>
          Workers
        </Link>
        <Link
          href="/sweeps/new"
          className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent px-3 font-medium text-on-accent"
        >
          <Plus aria-hidden size={14} />
          New sweep
        </Link>
      </div>
      {list.isError && (
        <Notice tone="bad" role="alert" title="The sweeps could not be listed">
          <p>{list.error.message}</p>
        </Notice>
      )}
      {list.isPending && (
        <div aria-busy aria-label="Loading sweeps" className="flex flex-col gap-2">
          {Array.from({ length: 5 }, (_, i) => (
            <Skeleton key={i} className="h-12" />
          ))}
        </div>
      )}
      {list.data && sweeps.length === 0 && <FirstSweep />}
      {sweeps.length > 0 && (
        <div className="relative overflow-x-auto rounded-lg border border-line bg-panel">
          <table className="w-full">
            <caption className="sr-only">Sweeps, the newest first</caption>
            <thead className="text-xs text-muted">
              <tr className="border-b border-line">
                {['name', 'status', 'trials', 'best', 'objective', 'project', 'duration', 'started'].map(
                  (title) => (
                    <th key={title} scope="col" className="px-3 py-2 text-left font-normal">
                      {title}
                    </th>
                  ),
                )}
              </tr>
            </thead>
            <tbody>
              {sweeps.map((sweep) => (
                <SweepRow key={sweep.id} sweep={sweep} />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {list.hasNextPage && (
        <button
          type="button"
          className={`${LINK} mt-3`}
          disabled={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show older sweeps
        </button>
      )}
    </div>
  );
}

function SweepRow({ sweep }: { sweep: Sweep }) {
  const { objective } = sweep.config;
  return (
    <tr className="border-b border-line last:border-0 hover:bg-raised">
      <th scope="row" className="max-w-72 px-3 py-2.5 text-left font-medium">
        <Link href={`/sweeps/${sweep.id}`} className="block truncate hover:underline" dir="auto">
          {sweep.name}
        </Link>
      </th>
      <td className="px-3">
        <SweepStatusBadge status={sweep.status} />
      </td>
      <td className="min-w-28 px-3">
        <TrialCountsBar sweep={sweep} />
      </td>
      <td className="px-3 font-medium whitespace-nowrap tabular-nums">
        {bestWords(sweep.best, objective.length) ?? <span className="font-normal text-muted">–</span>}
      </td>
      <td className="max-w-56 truncate px-3 text-muted">{objective.map(objectiveWords).join(', ')}</td>
      <td className="max-w-40 truncate px-3 text-muted" dir="auto">
        {sweep.projectName}
      </td>
      <td className="px-3 text-muted tabular-nums">
        <Duration run={sweep} />
      </td>
      <td className="px-3 text-muted">
        <Started at={sweep.startedAt ?? sweep.createdAt} />
      </td>
    </tr>
  );
}

function FirstSweep() {
  return (
    <div className="mx-auto max-w-xl py-12">
      <h2 className="text-xl font-semibold tracking-tight">No sweeps yet</h2>
      <p className="mt-1 text-base text-muted">
        A sweep tries many settings of a training and finds the best ones. Trials share what a frozen base
        computes of the images, so {formatCount(100)} of them take about as long as one training elsewhere.
      </p>
      <p className="mt-5 mb-1.5 font-medium">Describe one in a file, and run it</p>
      <CommandLine command="npx bestiary sweep run sweep.yaml --data bears-and-dragons" />
      <p className="mt-4 text-muted">
        Or{' '}
        <Link href="/sweeps/new" className="text-accent underline">
          describe it here
        </Link>
        , and start workers on as many machines as you like.
      </p>
    </div>
  );
}
