'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

/** A page of images, and how many there are in all. */
interface ImagePage<Image> {
  total: number;
  images: Image[];
}

/**
 * Images a page at a time; those shown before stay until others have come.
 *
 * @param key of the query for them
 * @param load the page after so many images
 */
export function useImagePages<Image>(
  key: readonly unknown[],
  load: (offset: number) => Promise<ImagePage<Image>>,
) {
  const query = useInfiniteQuery({
    queryKey: [...key, 'pages'],
    queryFn: ({ pageParam }) => load(pageParam),
    initialPageParam: 0,
    getNextPageParam: (last: ImagePage<Image>, pages: ImagePage<Image>[]) => {
      const seen = pages.reduce((sum, page) => sum + page.images.length, 0);
      return seen < last.total ? seen : undefined;
    },
    placeholderData: keepPreviousData,
  });
  const pages = query.data?.pages ?? [];
  return {
    query,
    images: pages.flatMap((page) => page.images),
    total: pages[0]?.total ?? 0,
  };
}
