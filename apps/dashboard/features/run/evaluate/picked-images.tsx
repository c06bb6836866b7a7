'use client';
import { useState } from 'react';
import { formatCount } from '@bestiary/ui/format';
import type { PredictionRows } from '@bestiary/ui/prediction-rows';
import type { PredictedImage } from '@bestiary/ui/components/image-tile';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { X } from 'lucide-react';
import { GalleryGrid } from '../gallery.tsx';
import type { PickedRows } from './picked-rows.ts';
import type { Verdicts } from './verdicts.ts';

/** Images shown at first, and with each press of "Show more". */
const PAGE = 24;

/** The images of what was clicked, those least in favour of their label first. */
export function PickedImages({
  pickName,
  title,
  picked,
  rows,
  verdicts,
  onClear,
}: {
  /** of the pick: for another one the list begins anew */
  pickName: string;
  title: string;
  picked: PickedRows;
  rows: PredictionRows;
  verdicts: Verdicts;
  /** left out: there is nothing to go back from */
  onClear?: (() => void) | undefined;
}) {
  return (
    <section
      aria-label="Images of what was chosen"
      className="flex min-w-0 flex-col rounded-lg border border-line bg-panel max-h-[42rem] xl:max-h-[calc(100dvh-2rem)]"
    >
      <header className="flex min-h-11 items-center gap-2 py-1 pr-2 pl-4">
        <h2 className="min-w-0 flex-1 text-sm font-semibold">
          {/* not the count, which follows the slider */}
          <span aria-live="polite">{title}</span>{' '}
          <span className="font-normal text-muted tabular-nums">{formatCount(picked.total)}</span>
        </h2>
        {onClear !== undefined && (
          <IconButton label="Back to the wrong images" onClick={onClear}>
            <X aria-hidden size={16} />
          </IconButton>
        )}
      </header>
      <div
        tabIndex={0}
        role="group"
        aria-label="Images, scrolls"
        className="min-h-0 overflow-y-auto px-4 pt-0.5 pb-4"
      >
        <ImageList key={pickName} title={title} picked={picked} rows={rows} verdicts={verdicts} />
      </div>
    </section>
  );
}

function ImageList({
  title,
  picked,
  rows,
  verdicts,
}: {
  title: string;
  picked: PickedRows;
  rows: PredictionRows;
  verdicts: Verdicts;
}) {
  const [limit, setLimit] = useState(PAGE);
  const images = Array.from(picked.take(limit), (row) => imageOf(rows, row, verdicts.predictedOf(row)));
  if (images.length === 0) return <p className="text-muted">No image is here.</p>;
  return (
    <>
      <GalleryGrid images={images} classNames={rows.classNames} label={title} />
      {picked.total > images.length && (
        <button
          type="button"
          onClick={() => setLimit(limit + 2 * PAGE)}
          className="mx-auto mt-3 block rounded-md border border-line bg-panel px-4 py-1.5 hover:border-line-strong"
        >
          Show more ({formatCount(picked.total - images.length)} left)
        </button>
      )}
    </>
  );
}

function imageOf(rows: PredictionRows, row: number, predicted: number): PredictedImage {
  const classes = rows.classNames.length;
  return {
    image: rows.images[row]!,
    path: rows.paths[row]!,
    label: rows.labels[row]!,
    predicted,
    probabilities: Array.from(rows.probabilities.subarray(row * classes, (row + 1) * classes)),
    width: rows.widths[row]! || null,
    height: rows.heights[row]! || null,
    hasPreview: rows.previews[row] === 1,
  };
}
