'use client';
import { CommandLine } from '@bestiary/ui/components/command-line';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useTRPC } from '../shell/trpc.ts';
import { WorkerTable } from './worker-table.tsx';

/** Workers tell of themselves this often (milliseconds). */
const ASK_EVERY_MS = 5_000;

/** Every worker that was heard of. */
export function WorkersView() {
  const trpc = useTRPC();
  const workers = useQuery({ ...trpc.workers.list.queryOptions({}), refetchInterval: ASK_EVERY_MS });
  return (
    <div className="mx-auto max-w-[90rem] px-4 pb-16 sm:px-6">
      <nav aria-label="Breadcrumb" className="pt-4 text-xs text-muted">
        <Link href="/sweeps" className="hover:text-ink hover:underline">
          Sweeps
        </Link>
      </nav>
      <h1 className="mt-2 mb-4 text-xl font-semibold tracking-tight">Workers</h1>
      {workers.isError && (
        <Notice tone="bad" role="alert" title="The workers could not be listed">
          <p>{workers.error.message}</p>
        </Notice>
      )}
      {workers.isPending && <Skeleton className="h-48" />}
      {workers.data?.length === 0 && (
        <div className="max-w-xl py-8">
          <h2 className="text-lg font-semibold">No workers yet</h2>
          <p className="mt-1 mb-3 text-muted">
            A worker takes trials of sweeps and trains them. Start as many as you like, on this machine or on
            others:
          </p>
          <CommandLine command="npx bestiary worker" />
        </div>
      )}
      {workers.data !== undefined && workers.data.length > 0 && <WorkerTable workers={workers.data} />}
    </div>
  );
}
