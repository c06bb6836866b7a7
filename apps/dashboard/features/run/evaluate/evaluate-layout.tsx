import type { ReactNode } from 'react';

/** What decides, the images that it opens beside it (below it on a narrow screen), and the rest of the page. */
export function EvaluateLayout({
  first,
  images,
  rest,
}: {
  first: ReactNode;
  images: ReactNode;
  rest: ReactNode;
}) {
  return (
    <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_22rem] 2xl:grid-cols-[minmax(0,1fr)_28rem]">
      <div className="flex min-w-0 flex-col gap-4">{first}</div>
      <div id="picked-images" className="min-w-0 scroll-mt-4 xl:sticky xl:top-4 xl:row-span-2">
        {images}
      </div>
      <div className="flex min-w-0 flex-col gap-4">{rest}</div>
    </div>
  );
}
