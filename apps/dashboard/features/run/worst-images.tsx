'use client';
import { WELL_KNOWN_ARTIFACTS } from '@bestiary/contracts/artifact';
import type { RunDetail } from '@bestiary/contracts/run';
import { Panel } from '@bestiary/ui/components/panel';
import { formatCount } from '@bestiary/ui/format';
import { useQuery } from '@tanstack/react-query';
import { useQueryState } from 'nuqs';
import { useTRPC } from '../shell/trpc.ts';
import { GalleryGrid } from './gallery.tsx';
import { RUN_QUERIES } from './run-queries.ts';
import { RUN_SEARCH } from './run-search.ts';

/** The mistakes that the run was surest of, and what it was trained on. */
export function WorstImages({ run, onShowAll }: { run: RunDetail; onShowAll: () => void }) {
  const trpc = useTRPC();
  const [split] = useQueryState('split', RUN_SEARCH.split);
  const evaluation = useQuery(
    trpc.predictions.evaluation.queryOptions(RUN_QUERIES.evaluation(run.id, split)),
  );
  const worst = useQuery(trpc.predictions.gallery.queryOptions(RUN_QUERIES.worst(run.id, split)));
  if (!worst.data || !evaluation.data || worst.data.total === 0) return null;
  const { total, images } = worst.data;
  return (
    <Panel
      title={total === 1 ? 'The one mistake' : 'Worst mistakes'}
      aside={
        <button type="button" onClick={onShowAll} className="text-xs text-accent hover:underline">
          {total > images.length
            ? `All ${formatCount(total)} wrong images, and right ones`
            : 'Right images too'}
        </button>
      }
    >
      <GalleryGrid
        images={images}
        classNames={evaluation.data.classNames}
        label="The most confident mistakes"
      />
    </Panel>
  );
}

export function SampleGrid({ run }: { run: RunDetail }) {
  const trpc = useTRPC();
  const files = useQuery(trpc.artifacts.list.queryOptions({ runId: run.id }));
  const path = WELL_KNOWN_ARTIFACTS.sampleGrid;
  const isThere = files.data?.some((file) => file.path === path) ?? false;
  const url = useQuery(
    trpc.artifacts.downloadUrl.queryOptions({ runId: run.id, path, inline: true }, { enabled: isThere }),
  );
  if (!isThere || url.data === undefined) return null;
  return (
    <Panel title="Training images, a sample">
      <img
        src={url.data.url}
        alt="A grid of training images, each under its class"
        className="mx-auto h-auto max-h-[48rem] max-w-full rounded"
      />
    </Panel>
  );
}
