'use client';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import type { SweepAnalysis } from '@bestiary/contracts/sweep-analysis';
import { CommandLine } from '@bestiary/ui/components/command-line';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount } from '@bestiary/ui/format';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTRPC } from '../shell/trpc.ts';
import { RankedTrialsPanel } from './ranked-trials-panel.tsx';
import { SelectionPanel } from './selection-panel.tsx';

const FIGURES = { accuracy: 'accuracy', balancedAccuracy: 'balanced accuracy' } as const;

/** How far the answer can be believed: what of the best trial's lead is selection, and which trials can't be told apart. */
export function JudgementTab({ sweep }: { sweep: Sweep }) {
  const trpc = useTRPC();
  const analysis = useQuery(
    trpc.sweeps.analysis.queryOptions({ id: sweep.id }, { placeholderData: keepPreviousData }),
  );
  if (analysis.isError) {
    return (
      <Notice tone="bad" role="alert" title="The trials could not be judged">
        <p>{analysis.error.message}</p>
      </Notice>
    );
  }
  if (analysis.data === undefined) {
    return (
      <div aria-busy aria-label="Judging the trials">
        <Skeleton className="h-96" />
      </div>
    );
  }
  return <Judgement sweep={sweep} analysis={analysis.data} />;
}

function Judgement({ sweep, analysis }: { sweep: Sweep; analysis: SweepAnalysis }) {
  const { validation, selection, holdout } = analysis;
  const figure = FIGURES[analysis.by];
  if (validation === null) {
    return (
      <Notice title="Nothing to judge yet">
        <p>
          Trials are judged by what their runs predicted of the same images: it takes two that finished, with
          their predictions.
        </p>
      </Notice>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      {selection !== null && <SelectionPanel selection={selection} figure={figure} />}
      {holdout === null ? (
        <Notice title="No images were set aside">
          <p className="mb-2">
            Every figure here was seen while the sweep chose. With images that no trial sees, the best are
            judged once more on those:
          </p>
          <CommandLine command="npx bestiary sweep run FILE --holdout 0.2" />
        </Notice>
      ) : (
        <RankedTrialsPanel
          title={`On ${formatCount(holdout.images)} images that no trial was chosen by`}
          ranking={holdout}
          by={analysis.by}
          sweep={sweep}
        />
      )}
      <RankedTrialsPanel
        title={`On the ${formatCount(validation.images)} validation images`}
        ranking={validation}
        by={analysis.by}
        sweep={sweep}
      />
    </div>
  );
}
