'use client';
import type { Split } from '@bestiary/contracts/dataset';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../shell/trpc.ts';
import { GalleryGrid } from './gallery.tsx';
import { MoreImages } from './more-images.tsx';
import { GALLERY_PAGE } from './run-queries.ts';
import { useImagePages } from './use-image-pages.ts';

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
  const {
    query: gallery,
    images,
    total,
  } = useImagePages(trpc.predictions.gallery.queryKey(input), (offset) =>
    queryClient.fetchQuery({
      ...trpc.predictions.gallery.queryOptions({ ...input, offset }),
      staleTime: 0,
    }),
  );
  if (gallery.isPending) return <Skeleton className="h-48" />;
  if (gallery.isError) {
    return (
      <Notice tone="bad" role="alert" title="The images could not be loaded">
        <p>{gallery.error.message}</p>
      </Notice>
    );
  }
  if (total === 0) return <Notice title={none} />;
  return (
    <div className="flex flex-col gap-3">
      <GalleryGrid images={images} classNames={classNames} label={label} />
      {gallery.hasNextPage && (
        <MoreImages
          left={total - images.length}
          isLoading={gallery.isFetchingNextPage}
          onMore={() => void gallery.fetchNextPage()}
        />
      )}
    </div>
  );
}
