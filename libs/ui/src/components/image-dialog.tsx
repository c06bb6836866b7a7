'use client';
import { useEffect } from 'react';
import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { Dialog } from 'radix-ui';
import { formatCount, formatShare } from '../format.ts';
import { IconButton } from './icon-button.tsx';
import { fileName, Picture, type PredictedImage } from './image-tile.tsx';

/** Classes whose probabilities are listed, the likeliest first. */
const LISTED = 8;

/** One of several images, large, with every class's probability. Arrow keys go to its neighbours. */
export function ImageDialog({
  images,
  index,
  classNames,
  sourceOf,
  onMove,
  onClose,
}: {
  images: readonly PredictedImage[];
  /** of the image shown; `null`: closed */
  index: number | null;
  classNames: readonly string[];
  sourceOf: (image: PredictedImage) => string;
  onMove: (index: number) => void;
  onClose: () => void;
}) {
  const image = index === null ? undefined : images[index];
  useEffect(() => {
    if (index === null) return;
    const move = (event: KeyboardEvent) => {
      if (event.key === 'ArrowRight' && index < images.length - 1) onMove(index + 1);
      if (event.key === 'ArrowLeft' && index > 0) onMove(index - 1);
    };
    window.addEventListener('keydown', move);
    return () => window.removeEventListener('keydown', move);
  }, [index, images.length, onMove]);

  return (
    <Dialog.Root open={image !== undefined} onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/60" />
        {image !== undefined && index !== null && (
          <Dialog.Content
            aria-describedby={undefined}
            onOpenAutoFocus={(event) => {
              // not on the first button, whose tooltip would open
              event.preventDefault();
              if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
            }}
            className="fixed inset-0 z-50 m-auto flex h-fit max-h-[calc(100dvh-1rem)] w-[min(60rem,calc(100vw-1rem))] flex-col overflow-auto rounded-lg border border-line bg-panel outline-none"
          >
            <header className="flex items-center gap-2 border-b border-line py-1 pr-1 pl-4">
              <Dialog.Title className="min-w-0 flex-1 truncate font-medium" title={image.path}>
                {fileName(image.path)}
              </Dialog.Title>
              <span className="text-xs text-muted tabular-nums">
                {formatCount(index + 1)} of {formatCount(images.length)}
              </span>
              <IconButton label="Previous image (←)" disabled={index === 0} onClick={() => onMove(index - 1)}>
                <ChevronLeft aria-hidden size={18} />
              </IconButton>
              <IconButton
                label="Next image (→)"
                disabled={index === images.length - 1}
                onClick={() => onMove(index + 1)}
              >
                <ChevronRight aria-hidden size={18} />
              </IconButton>
              <Dialog.Close asChild>
                <IconButton label="Close (Esc)">
                  <X aria-hidden size={16} />
                </IconButton>
              </Dialog.Close>
            </header>
            <div className="grid min-h-0 md:grid-cols-[minmax(0,1fr)_18rem]">
              <div className="grid min-h-48 place-items-center bg-raised">
                <Picture
                  image={image}
                  source={sourceOf(image)}
                  className="max-h-[60dvh] w-full object-contain"
                />
              </div>
              <div className="flex flex-col gap-4 p-4">
                <Verdict image={image} classNames={classNames} />
                <Probabilities image={image} classNames={classNames} />
                <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 gap-y-1 text-xs">
                  <dt className="text-muted">file</dt>
                  <dd className="m-0 break-all">{image.path}</dd>
                  {image.width !== null && image.height !== null && (
                    <>
                      <dt className="text-muted">size</dt>
                      <dd className="m-0 tabular-nums">
                        {image.width} × {image.height}
                      </dd>
                    </>
                  )}
                  <dt className="text-muted">sha256</dt>
                  <dd className="m-0 font-mono break-all">{image.image.slice(0, 16)}…</dd>
                </dl>
              </div>
            </div>
          </Dialog.Content>
        )}
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function Verdict({ image, classNames }: { image: PredictedImage; classNames: readonly string[] }) {
  const right = image.label === image.predicted;
  return (
    <dl className="grid grid-cols-2 gap-3">
      <div>
        <dt className="heading">Label</dt>
        <dd className="m-0 text-base font-semibold">{classNames[image.label]}</dd>
      </div>
      <div>
        <dt className="heading">Prediction</dt>
        <dd className={`m-0 text-base font-semibold ${right ? 'text-accent' : 'text-bad'}`}>
          {classNames[image.predicted]}
        </dd>
      </div>
    </dl>
  );
}

function Probabilities({ image, classNames }: { image: PredictedImage; classNames: readonly string[] }) {
  const ranked = image.probabilities
    .map((probability, k) => ({ probability, k }))
    .sort((a, b) => b.probability - a.probability)
    .slice(0, LISTED);
  return (
    <ul className="flex flex-col gap-2">
      {ranked.map(({ probability, k }) => (
        <li key={k}>
          <span className="flex justify-between gap-2 text-xs">
            <span className="truncate">{classNames[k] ?? k}</span>
            <span className="tabular-nums">{formatShare(probability)}</span>
          </span>
          <span aria-hidden className="mt-0.5 block h-1.5 rounded-full bg-raised">
            <span
              className={`block h-full rounded-full ${k === image.label ? 'bg-accent' : 'bg-line-strong'}`}
              style={{ width: `${probability * 100}%` }}
            />
          </span>
        </li>
      ))}
    </ul>
  );
}
