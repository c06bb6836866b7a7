'use client';
import { useState } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../shell/trpc.ts';
import { POSITIVE_TAG, savedThreshold, THRESHOLD_TAG, thresholdWords } from './threshold-words.ts';

type Tags = Record<string, string | null>;

/** Keeps the chosen threshold and its class with the run, as tags; can be undone. */
export function SaveThreshold({
  run,
  threshold,
  positive,
}: {
  run: RunDetail;
  threshold: number;
  /** name of the class */
  positive: string;
}) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [before, setBefore] = useState<Tags | null>(null);
  const update = useMutation(
    trpc.runs.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.runs.get.queryFilter({ id: run.id })),
    }),
  );
  const saved = savedThreshold(run.tags);
  const isSaved = saved?.threshold === threshold && saved.positive === positive;
  const write = (tags: Tags) => update.mutate({ id: run.id, tags });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      <button
        type="button"
        disabled={isSaved || update.isPending}
        onClick={() => {
          setBefore({
            [THRESHOLD_TAG]: run.tags[THRESHOLD_TAG] ?? null,
            [POSITIVE_TAG]: run.tags[POSITIVE_TAG] ?? null,
          });
          write({ [THRESHOLD_TAG]: String(threshold), [POSITIVE_TAG]: positive });
        }}
        className="rounded-md bg-accent px-3 py-1 font-medium text-on-accent hover:opacity-90 disabled:opacity-50"
      >
        {isSaved ? `${thresholdWords(threshold)} is saved` : `Save ${thresholdWords(threshold)} with the run`}
      </button>
      {before !== null && !update.isPending && (
        <button
          type="button"
          onClick={() => {
            write(before);
            setBefore(null);
          }}
          className="text-accent hover:underline"
        >
          Undo
        </button>
      )}
      <span role="status" className={update.isError ? 'text-bad' : 'text-muted'}>
        {update.isError
          ? `Not saved: ${update.error.message}`
          : saved !== null && !isSaved
            ? `Saved with the run: ${thresholdWords(saved.threshold)}${saved.positive === null ? '' : ` for ${saved.positive}`}`
            : null}
      </span>
    </div>
  );
}
