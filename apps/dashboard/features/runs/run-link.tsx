'use client';
import type { RunSummary } from '@bestiary/contracts/run';
import { useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import Link from 'next/link';
import { useTRPC } from '../shell/trpc.ts';

/** A run's name as a link to its page, which is fetched when the pointer or the focus comes near. */
export function RunLink({ run, className }: { run: Pick<RunSummary, 'id' | 'name'>; className?: string }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const prefetch = () => {
    void queryClient.prefetchQuery(trpc.runs.get.queryOptions({ id: run.id }));
    void queryClient.prefetchQuery(trpc.metrics.history.queryOptions({ runIds: [run.id] }));
  };
  return (
    <Link
      href={`/runs/${run.id}`}
      prefetch={false}
      onPointerEnter={prefetch}
      onFocus={prefetch}
      title={run.name}
      dir="auto"
      className={clsx(
        'min-w-0 truncate text-left font-medium text-ink hover:text-accent hover:underline',
        className,
      )}
    >
      {run.name}
    </Link>
  );
}
