'use client';
import type { RunDetail } from '@bestiary/contracts/run';
import { ConfusionTable } from '@bestiary/ui/components/confusion-table';
import { Panel } from '@bestiary/ui/components/panel';
import { intervalWords } from '@bestiary/ui/components/share-figure';
import { formatShare } from '@bestiary/ui/format';
import { useQueries } from '@tanstack/react-query';
import { RUN_QUERIES } from '../run/run-queries.ts';
import { useTRPC } from '../shell/trpc.ts';
import { RunSwatch } from './run-swatch.tsx';

/** The validation's confusion matrices side by side. */
export function ComparedConfusions({ runs }: { runs: readonly RunDetail[] }) {
  const trpc = useTRPC();
  const evaluations = useQueries({
    queries: runs.map((run) =>
      trpc.predictions.evaluation.queryOptions(RUN_QUERIES.evaluation(run.id, 'validation')),
    ),
  });
  if (!evaluations.some(({ data }) => (data?.count ?? 0) > 0)) return null;
  return (
    <Panel title="Confusion matrices (validation, shares of label)">
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(18rem,100%),1fr))] gap-6">
        {runs.map((run, i) => {
          const data = evaluations[i]?.data;
          return (
            <li key={run.id} className="min-w-0">
              <p className="mb-2 flex min-w-0 items-center gap-2">
                <RunSwatch index={i} />
                <span className="min-w-0 flex-1 truncate font-medium">{run.name}</span>
                {data?.accuracy.value != null && (
                  <span className="text-xs whitespace-nowrap text-muted tabular-nums">
                    <span className="font-medium text-ink">{formatShare(data.accuracy.value)}</span> (
                    {intervalWords(data.accuracy)})
                  </span>
                )}
              </p>
              {data && data.count > 0 ? (
                <ConfusionTable matrix={data} normalise="column" />
              ) : (
                <p className="text-muted">No predictions of validation images.</p>
              )}
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
