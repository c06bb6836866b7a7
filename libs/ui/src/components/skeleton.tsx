import clsx from 'clsx';

/** The place of something that is on its way. Say what in the region around it (`aria-busy`). */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={clsx('animate-pulse rounded-md bg-raised', className)} />;
}
