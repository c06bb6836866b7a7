import { Skeleton } from '@bestiary/ui/components/skeleton';

export function RunSkeleton() {
  return (
    <div
      aria-busy="true"
      aria-label="Loading the run"
      className="mx-auto flex max-w-[96rem] flex-col gap-4 px-4 pt-6 sm:px-6"
    >
      <Skeleton className="h-4 w-32" />
      <Skeleton className="h-8 w-80 max-w-full" />
      <Skeleton className="h-9" />
      <div className="grid gap-4 lg:grid-cols-2">
        <Skeleton className="h-72" />
        <Skeleton className="h-72" />
      </div>
    </div>
  );
}
