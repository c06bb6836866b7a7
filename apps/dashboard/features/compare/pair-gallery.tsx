'use client';
import { useCallback, useState } from 'react';
import type { PairGallery as PairGalleryPage, PairGalleryInput } from '@bestiary/contracts/ranking';
import { ImageDialog } from '@bestiary/ui/components/image-dialog';
import { fileName, Picture } from '@bestiary/ui/components/image-tile';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount, formatShare } from '@bestiary/ui/format';
import { useQueryClient } from '@tanstack/react-query';
import clsx from 'clsx';
import type { z } from 'zod';
import { MoreImages } from '../run/more-images.tsx';
import { GALLERY_PAGE } from '../run/run-queries.ts';
import { useImagePages } from '../run/use-image-pages.ts';
import { useTRPC } from '../shell/trpc.ts';

type PairImage = PairGalleryPage['images'][number];

/** The images of one outcome, with what both runs say of each. */
export function PairGallery({
  input,
  classNames,
  label,
}: {
  input: z.input<typeof PairGalleryInput>;
  classNames: readonly string[];
  label: string;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [open, setOpen] = useState<number | null>(null);
  const close = useCallback(() => setOpen(null), []);
  const asked = { ...input, limit: GALLERY_PAGE };
  const {
    query: gallery,
    images,
    total,
  } = useImagePages(trpc.rankings.pairGallery.queryKey(asked), (offset) =>
    queryClient.fetchQuery({
      ...trpc.rankings.pairGallery.queryOptions({ ...asked, offset }),
      staleTime: 0,
    }),
  );
  if (gallery.isPending) return <Skeleton className="mt-4 h-48" />;
  if (gallery.isError) {
    return (
      <Notice tone="bad" role="alert" title="The images could not be loaded">
        <p>{gallery.error.message}</p>
      </Notice>
    );
  }
  return (
    <div className="mt-4 flex flex-col gap-3">
      <h3 className="heading">
        {label}: {formatCount(total)}, where the two are furthest apart first
      </h3>
      <ul
        aria-label={label}
        className="grid grid-cols-[repeat(auto-fill,minmax(8.5rem,1fr))] gap-2 sm:grid-cols-[repeat(auto-fill,minmax(10rem,1fr))] sm:gap-3"
      >
        {images.map((image, index) => (
          <li key={image.path} className="min-w-0">
            <PairTile image={image} classNames={classNames} onOpen={() => setOpen(index)} />
          </li>
        ))}
      </ul>
      {gallery.hasNextPage && (
        <MoreImages
          left={total - images.length}
          isLoading={gallery.isFetchingNextPage}
          onMore={() => void gallery.fetchNextPage()}
        />
      )}
      <ImageDialog
        images={images}
        index={open}
        classNames={classNames}
        sourceOf={({ image }) => `/api/images/${image}`}
        onMove={setOpen}
        onClose={close}
      />
    </div>
  );
}

function PairTile({
  image,
  classNames,
  onOpen,
}: {
  image: PairImage;
  classNames: readonly string[];
  onOpen: () => void;
}) {
  const nameOf = (k: number) => classNames[k] ?? String(k);
  const said = (of: { predicted: number; probabilities: number[] }) =>
    `${nameOf(of.predicted)} ${formatShare(of.probabilities[of.predicted] ?? NaN)}`;
  return (
    <button
      type="button"
      onClick={onOpen}
      title={image.path}
      aria-label={`${fileName(image.path)}: label ${nameOf(image.label)}, A says ${said(image)}, B says ${said(image.other)}`}
      className="flex w-full min-w-0 flex-col overflow-hidden rounded-md border border-line bg-panel text-left hover:border-line-strong"
    >
      <span className="block aspect-square w-full overflow-hidden bg-raised">
        <Picture image={image} source={`/api/images/${image.image}`} className="size-full object-cover" />
      </span>
      <span className="flex w-full flex-col border-t border-line px-2 py-1.5 text-xs">
        <span className="truncate font-medium">{nameOf(image.label)}</span>
        {(
          [
            ['A', image],
            ['B', image.other],
          ] as const
        ).map(([which, of]) => (
          <span
            key={which}
            className={clsx('truncate', of.predicted === image.label ? 'text-muted' : 'text-bad')}
          >
            {which} {of.predicted === image.label ? '✓' : '✗'} {said(of)}
          </span>
        ))}
      </span>
    </button>
  );
}
