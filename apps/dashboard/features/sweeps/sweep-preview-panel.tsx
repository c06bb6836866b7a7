'use client';
import type { SweepConfig } from '@bestiary/contracts/sweep';
import { Panel } from '@bestiary/ui/components/panel';
import { formatCount, formatDuration } from '@bestiary/ui/format';
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../shell/trpc.ts';
import { useNow } from '../shell/use-now.ts';
import { paceOf } from './sweep-pace.ts';
import { paramWords } from './sweep-words.ts';

const POINTS = 10;

/** What would be tried, and how long it may take. */
export function SweepPreviewPanel({ config }: { config: SweepConfig | undefined }) {
  const trpc = useTRPC();
  const now = useNow(false);
  const preview = useQuery({
    ...trpc.sweeps.preview.queryOptions(config === undefined ? skipToken : { config, count: POINTS }),
    placeholderData: keepPreviousData,
  });
  const earlier = useQuery(trpc.sweeps.list.queryOptions({ limit: 20 }));
  const pace = now === null ? undefined : paceOf(earlier.data?.sweeps ?? [], now);
  const points = preview.data?.points ?? [];
  const names = [...new Set(points.flatMap((point) => Object.keys(point)))];
  const trials = Math.min(config?.budget.trials ?? Infinity, preview.data?.gridSize ?? Infinity);
  const trainings = trials * (config?.repeats ?? 1) * (config?.folds ?? 1);
  return (
    <Panel title="The first trials">
      {points.length === 0 ? (
        <p className="text-muted">As soon as the description is right, what would be tried stands here.</p>
      ) : (
        <div className="overflow-x-auto" tabIndex={0} role="region" aria-label="Sampled trials">
          <table className="w-full text-xs">
            <caption className="sr-only">Sampled trials</caption>
            <thead className="text-muted">
              <tr>
                {names.map((name) => (
                  <th key={name} scope="col" className="px-2 py-1 text-right font-normal whitespace-nowrap">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point, i) => (
                <tr key={i} className="border-t border-line">
                  {names.map((name) => (
                    <td key={name} className="px-2 py-1 text-right tabular-nums">
                      {name in point ? paramWords(point[name]!) : '–'}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {preview.isError && (
        <p role="alert" className="text-bad">
          {preview.error.message}
        </p>
      )}
      <p className="mt-3 text-xs text-muted">
        {preview.data?.gridSize != null && `The grid has ${formatCount(preview.data.gridSize)} points. `}
        {!Number.isFinite(trials)
          ? 'The budget bounds no number of trials: it ends by time or plateau.'
          : pace === undefined
            ? 'How long it takes is known once a sweep has finished some trials here.'
            : `About ${formatDuration(trainings * pace.msPerTraining)}, at the pace of “${pace.name}” (${formatDuration(pace.msPerTraining)} a training, all workers together).`}
      </p>
    </Panel>
  );
}
