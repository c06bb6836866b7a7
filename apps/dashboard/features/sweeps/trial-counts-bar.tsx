import type { TrialStatus } from '@bestiary/contracts/sweep';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { formatCount } from '@bestiary/ui/format';
import { sweepProgress } from './sweep-words.ts';

const PARTS: readonly { status: TrialStatus; fill: string }[] = [
  { status: 'finished', fill: 'bg-accent' },
  { status: 'pruned', fill: 'bg-muted' },
  { status: 'failed', fill: 'bg-bad' },
  { status: 'running', fill: 'bg-run' },
  { status: 'cancelled', fill: 'bg-line-strong' },
];

/** How many trials stand where, as parts of what the budget allows. */
export function TrialCountsBar({ sweep }: { sweep: Pick<Sweep, 'counts' | 'config'> }) {
  const { counts } = sweep;
  const { done, total } = sweepProgress(sweep);
  const begun = PARTS.reduce((sum, { status }) => sum + counts[status], 0);
  // failed and cancelled trials don't count for the budget, so there may be more than it has
  const whole = Math.max(1, begun, (total ?? 0) + counts.failed + counts.cancelled);
  const words = PARTS.filter(({ status }) => counts[status] > 0).map(
    ({ status }) => `${formatCount(counts[status])} ${status}`,
  );
  return (
    <span className="flex min-w-0 flex-col gap-1" title={words.join(', ')}>
      <span className="text-xs tabular-nums">
        {total === null ? `${formatCount(done)} trials` : `${formatCount(done)} of ${formatCount(total)}`}
        <span className="sr-only">{words.length > 0 && `: ${words.join(', ')}`}</span>
      </span>
      <span aria-hidden className="flex h-1 overflow-hidden rounded-full bg-raised">
        {PARTS.map(({ status, fill }) => (
          <span key={status} className={fill} style={{ width: `${(100 * counts[status]) / whole}%` }} />
        ))}
      </span>
    </span>
  );
}
