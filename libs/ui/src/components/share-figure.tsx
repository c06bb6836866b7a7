import type { Share } from '@bestiary/contracts/prediction';
import { formatCount, formatShare, formatShareRange } from '../format.ts';

/** The words of an interval: `95 %: 88.6 to 97.0`. */
export function intervalWords({ low, high }: Share): string | null {
  if (low === null || high === null) return null;
  return formatShareRange(low, high);
}

/** A figure with its name, and what it is made of: interval, hits of how many. */
export function ShareFigure({ name, share }: { name: string; share: Share }) {
  const interval = intervalWords(share);
  return (
    <div className="min-w-0">
      <dt className="heading">{name}</dt>
      <dd className="m-0">
        <span className="text-2xl font-semibold tracking-tight tabular-nums">
          {share.value === null ? '–' : formatShare(share.value)}
        </span>
        <span className="mt-0.5 block text-xs text-muted tabular-nums">
          {interval !== null && (
            <span title="Wilson 95 % interval">
              95 %: {interval}
              {' · '}
            </span>
          )}
          {formatCount(share.hits)} of {formatCount(share.of)}
        </span>
      </dd>
    </div>
  );
}
