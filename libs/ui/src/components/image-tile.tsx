import type { Gallery } from '@bestiary/contracts/prediction';
import clsx from 'clsx';
import { ImageOff } from 'lucide-react';
import { formatShare } from '../format.ts';

export type PredictedImage = Gallery['images'][number];

/** The last part of a path. */
export function fileName(path: string): string {
  return path.split('/').at(-1) ?? path;
}

/** The probability of the predicted class. */
export function confidenceOf(image: PredictedImage): number {
  return image.probabilities[image.predicted] ?? Number.NaN;
}

/** One image with its label and what was predicted. A click opens it. */
export function ImageTile({
  image,
  classNames,
  source,
  onOpen,
}: {
  image: PredictedImage;
  classNames: readonly string[];
  source: string;
  onOpen: () => void;
}) {
  const label = classNames[image.label] ?? String(image.label);
  const predicted = classNames[image.predicted] ?? String(image.predicted);
  const right = image.label === image.predicted;
  const confidence = formatShare(confidenceOf(image));
  return (
    <button
      type="button"
      onClick={onOpen}
      title={image.path}
      className="group relative flex w-full min-w-0 flex-col overflow-hidden rounded-md border border-line bg-panel text-left hover:border-line-strong"
    >
      <span className="sr-only">
        {fileName(image.path)}: label {label}, predicted {predicted} with {confidence}
      </span>
      <span className="block aspect-square w-full overflow-hidden bg-raised">
        <Picture image={image} source={source} className="size-full object-cover" />
      </span>
      <span
        aria-hidden
        className={clsx(
          'flex w-full items-baseline justify-between gap-2 border-t-2 px-2 py-1.5 text-xs',
          right ? 'border-accent' : 'border-bad',
        )}
      >
        <span className="min-w-0">
          <span className="block truncate font-medium">{label}</span>
          <span className={clsx('block truncate', right ? 'text-muted' : 'text-bad')}>
            {right ? 'right' : `→ ${predicted}`}
          </span>
        </span>
        <span className="shrink-0 tabular-nums">{confidence}</span>
      </span>
    </button>
  );
}

/** An image's preview, or a sign where none was uploaded. */
export function Picture({
  image,
  source,
  className,
}: {
  image: PredictedImage;
  source: string;
  className: string;
}) {
  if (!image.hasPreview) {
    return (
      <span className={clsx('grid place-items-center text-muted', className)}>
        <ImageOff aria-label="no preview" size={20} />
      </span>
    );
  }
  return (
    <img
      src={source}
      alt=""
      loading="lazy"
      decoding="async"
      width={image.width ?? undefined}
      height={image.height ?? undefined}
      className={className}
    />
  );
}
