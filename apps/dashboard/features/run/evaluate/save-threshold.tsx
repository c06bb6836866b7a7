'use client';
import { useState } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTRPC } from '../../shell/trpc.ts';
import { savedThreshold, THRESHOLD_TAG, thresholdWords } from './threshold-words.ts';

/** Keeps the chosen threshold with the run, as a tag; can be undone. */
export function SaveThreshold({ run, threshold }: { run: RunDetail; threshold: number }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [before, setBefore] = useState<{ tag: string | null } | null>(null);
  const update = useMutation(
    trpc.runs.update.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.runs.get.queryFilter({ id: run.id })),
    }),
  );
  const saved = savedThreshold(run.tags);
  const write = (tag: string | null) => update.mutate({ id: run.id, tags: { [THRESHOLD_TAG]: tag } });
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-xs">
      <button
        type="button"
        disabled={saved === threshold || update.isPending}
        onClick={() => {
          setBefore({ tag: run.tags[THRESHOLD_TAG] ?? null });
          write(String(threshold));
        }}
        className="rounded-md bg-accent px-3 py-1 font-medium text-on-accent hover:opacity-90 disabled:opacity-50"
      >
        {saved === threshold
          ? `${thresholdWords(threshold)} is saved`
          : `Save ${thresholdWords(threshold)} with the run`}
      </button>
      {before !== null && !update.isPending && (
        <button
          type="button"
          onClick={() => {
            write(before.tag);
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
          : saved !== null && saved !== threshold
            ? `Saved with the run: ${thresholdWords(saved)}`
            : null}
      </span>
    </div>
  );
}
