'use client';
import type { RunDetail } from '@bestiary/contracts/run';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount } from '@bestiary/ui/format';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useQueryStates } from 'nuqs';
import { useTRPC } from '../shell/trpc.ts';
import { GalleryGrid } from './gallery.tsx';
import { GalleryQuery } from './gallery-query.tsx';
import { RIGHT_SHOWN, RUN_QUERIES } from './run-queries.ts';
import { RUN_SEARCH } from './run-search.ts';
import { SplitSwitch } from './split-switch.tsx';
import { useEvaluation } from './use-evaluation.ts';

/** What the run got wrong and right, image by image. */
export function ImagesTab({ run }: { run: RunDetail }) {
  const [{ split, label, predicted }, setSearch] = useQueryStates({
    split: RUN_SEARCH.split,
    label: RUN_SEARCH.label,
    predicted: RUN_SEARCH.predicted,
  });
  const evaluation = useEvaluation(run.id, split);
  if (evaluation.isPending) return <Skeleton className="h-80" />;
  if (evaluation.isError) {
    return (
      <Notice tone="bad" role="alert" title="The images could not be loaded">
        <p>{evaluation.error.message}</p>
      </Notice>
    );
  }
  const { classNames, count, accuracy } = evaluation.data;
  const wrong = count - accuracy.hits;
  const cell = label !== null || predicted !== null;
  return (
    <div className="flex flex-col gap-6">
      <div className="flex flex-wrap items-center gap-3">
        <SplitSwitch value={split} onChange={(next) => void setSearch({ split: next })} />
        {cell && (
          <button
            type="button"
            onClick={() => void setSearch({ label: null, predicted: null })}
            className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line bg-panel px-2 text-xs hover:border-line-strong"
          >
            {label !== null && <span>label {classNames[label] ?? label}</span>}
            {predicted !== null && <span>predicted {classNames[predicted] ?? predicted}</span>}
            <X aria-label="Show all images" size={12} />
          </button>
        )}
      </div>
      {count === 0 ? (
        <Notice title={`No predictions of ${split} images`} />
      ) : cell ? (
        <GalleryQuery
          runId={run.id}
          split={split}
          filter={{
            outcome: 'all',
            ...(label === null ? {} : { label }),
            ...(predicted === null ? {} : { predicted }),
          }}
          classNames={classNames}
          label="Images of this cell"
          none="No image is in this cell."
        />
      ) : (
        <>
          <section aria-labelledby="wrong-images" className="flex flex-col gap-3">
            <h2 id="wrong-images" className="font-semibold">
              Wrong
              <span className="ml-2 font-normal text-muted tabular-nums">
                {formatCount(wrong)} of {formatCount(count)}, the most confident first
              </span>
            </h2>
            <GalleryQuery
              runId={run.id}
              split={split}
              filter={{ outcome: 'wrong' }}
              classNames={classNames}
              label="Wrong images"
              none="No mistakes."
            />
          </section>
          <RightImages run={run} split={split} classNames={classNames} right={accuracy.hits} />
        </>
      )}
    </div>
  );
}

function RightImages({
  run,
  split,
  classNames,
  right,
}: {
  run: RunDetail;
  split: 'training' | 'validation' | 'test';
  classNames: readonly string[];
  right: number;
}) {
  const trpc = useTRPC();
  const gallery = useQuery(trpc.predictions.gallery.queryOptions(RUN_QUERIES.right(run.id, split)));
  return (
    <section aria-labelledby="right-images" className="flex flex-col gap-3">
      <h2 id="right-images" className="font-semibold">
        Right
        <span className="ml-2 font-normal text-muted tabular-nums">
          {right > RIGHT_SHOWN && `${RIGHT_SHOWN} of `}
          {formatCount(right)}
        </span>
      </h2>
      {gallery.isPending && <Skeleton className="h-48" />}
      {gallery.data && right > 0 && (
        <GalleryGrid images={gallery.data.images} classNames={classNames} label="Right images" />
      )}
    </section>
  );
}
