import { fromWireFloat } from '@bestiary/contracts/json';
import { formatMetric } from '@bestiary/ui/format';
import Link from 'next/link';
import type { SweepSubject } from './sweep-subject.ts';
import { budgetWords, paramWords } from './sweep-words.ts';
import { TrialCountsBar } from './trial-counts-bar.tsx';

/** So many trials of a front are written out. */
const FRONT_ROWS = 8;

/** The best so far with its settings, and how much of the budget is used. */
export function SweepSummary({ subject: { sweep } }: { subject: SweepSubject }) {
  const { best, config } = sweep;
  return (
    <section
      aria-label="Summary"
      className="grid gap-4 rounded-lg border border-line bg-panel p-4 lg:grid-cols-[1fr_18rem]"
    >
      <div className="min-w-0">
        {best.length === 0 && (
          <p className="text-muted">
            No trial has finished yet. What is best appears here with the first one.
          </p>
        )}
        {best.slice(0, FRONT_ROWS).map((trial) => (
          <div key={trial.id} className="flex flex-wrap items-baseline gap-x-6 gap-y-2 not-last:mb-3">
            <p className="flex items-baseline gap-2">
              {trial.values.map((value, i) => (
                <span key={i} className="flex items-baseline gap-1.5">
                  <span className="text-2xl font-semibold tabular-nums">
                    {formatMetric(fromWireFloat(value))}
                  </span>
                  <span className="text-xs text-muted">{config.objective[i]?.metric}</span>
                </span>
              ))}
              {trial.runId === null ? (
                <span className="text-muted">trial {trial.number}</span>
              ) : (
                <Link href={`/runs/${trial.runId}`} className="text-accent underline">
                  trial {trial.number}
                </Link>
              )}
            </p>
            <dl className="flex flex-wrap gap-x-4 gap-y-1">
              {Object.entries(trial.params).map(([name, value]) => (
                <div key={name} className="flex gap-1.5">
                  <dt className="text-muted">{name}</dt>
                  <dd className="m-0 font-medium tabular-nums">{paramWords(value)}</dd>
                </div>
              ))}
            </dl>
          </div>
        ))}
        {best.length > FRONT_ROWS && (
          <p className="text-xs text-muted">
            … and {best.length - FRONT_ROWS} more that none is better than in both
          </p>
        )}
      </div>
      <div className="flex flex-col gap-1.5">
        <TrialCountsBar sweep={sweep} />
        <p className="text-xs text-muted">
          budget: {budgetWords(config.budget)}
          {sweep.spent !== null && ` – ended by ${sweep.spent}`}
        </p>
        <p className="text-xs text-muted">
          {config.sampler.type} sampler,{' '}
          {config.pruner.type === 'none' ? 'no pruner' : `${config.pruner.type} pruner`}
        </p>
      </div>
    </section>
  );
}
