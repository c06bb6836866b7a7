'use client';
import { lazy, Suspense, useCallback, useState } from 'react';
import { ImageTile, type PredictedImage } from '@bestiary/ui/components/image-tile';

const ImageDialog = lazy(() =>
  import('@bestiary/ui/components/image-dialog').then((module) => ({ default: module.ImageDialog })),
);

function sourceOf(image: PredictedImage): string {
  return `/api/images/${image.image}`;
}

/** Images in a grid; a click opens one, from where arrow keys go on. */
export function GalleryGrid({
  images,
  classNames,
  label,
}: {
  images: readonly PredictedImage[];
  classNames: readonly string[];
  label: string;
}) {
  const [open, setOpen] = useState<number | null>(null);
  const close = useCallback(() => setOpen(null), []);
  return (
    <>
      <ul
        aria-label={label}
        className="grid grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] gap-2 sm:grid-cols-[repeat(auto-fill,minmax(9rem,1fr))] sm:gap-3"
      >
        {images.map((image, index) => (
          <li key={`${image.path} ${image.image}`} className="min-w-0">
            <ImageTile
              image={image}
              classNames={classNames}
              source={sourceOf(image)}
              onOpen={() => setOpen(index)}
            />
          </li>
        ))}
      </ul>
      {open !== null && (
        <Suspense>
          <ImageDialog
            images={images}
            index={open}
            classNames={classNames}
            sourceOf={sourceOf}
            onMove={setOpen}
            onClose={close}
          />
        </Suspense>
      )}
    </>
  );
}
