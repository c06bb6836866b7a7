'use client';
import type { Split } from '@bestiary/contracts/dataset';
import type { Gallery } from '@bestiary/contracts/prediction';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount } from '@bestiary/ui/format';
import { keepPreviousData, useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../shell/trpc.ts';
import { GalleryGrid } from './gallery.tsx';
import { GALLERY_PAGE } from './run-queries.ts';

/** All images that a filter names, a page at a time. */
export function GalleryQuery({
  runId,
  split,
  filter,
  classNames,
  label,
  none,
}: {
  runId: string;
  split: Split;
  filter: { outcome: 'right' | 'wrong' | 'all'; label?: number; predicted?: number };
  classNames: readonly string[];
  label: string;
  /** said where there are no such images */
  none: string;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const input = { runId, split, ...filter, limit: GALLERY_PAGE };
  const gallery = useInfiniteQuery({
    queryKey: [...trpc.predictions.gallery.queryKey(input), 'pages'],
    queryFn: ({ pageParam }) =>
      queryClient.fetchQuery({
        ...trpc.predictions.gallery.queryOptions({ ...input, offset: pageParam }),
        staleTime: 0,
      }),
    initialPageParam: 0,
    getNextPageParam: (last: Gallery, pages: Gallery[]) => {
      const seen = pages.reduce((sum, page) => sum + page.images.length, 0);
      return seen < last.total ? seen : undefined;
    },
    placeholderData: keepPreviousData,
  });
  if (gallery.isPending) return <Skeleton className="h-48" />;
  if (gallery.isError) {
    return (
      <Notice tone="bad" role="alert" title="The images could not be loaded">
        <p>{gallery.error.message}</p>
      </Notice>
    );
  }
  const images = gallery.data.pages.flatMap((page) => page.images);
  const total = gallery.data.pages[0]?.total ?? 0;
  if (total === 0) return <Notice title={none} />;
  return (
    <div className="flex flex-col gap-3">
      <GalleryGrid images={images} classNames={classNames} label={label} />
      {gallery.hasNextPage && (
        <button
          type="button"
          disabled={gallery.isFetchingNextPage}
          onClick={() => void gallery.fetchNextPage()}
          className="mx-auto rounded-md border border-line bg-panel px-4 py-1.5 hover:border-line-strong disabled:opacity-50"
        >
          Show more ({formatCount(total - images.length)} left)
        </button>
      )}
    </div>
  );
}
