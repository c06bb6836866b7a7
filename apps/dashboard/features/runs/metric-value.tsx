import { formatMetric } from '@bestiary/ui/format';
import { barShare, type BarRange } from './metric-bars.ts';

/** A metric's value, and below it how large it is among those of the other runs. */
export function MetricValue({ value, range }: { value: number | undefined; range?: BarRange | undefined }) {
  if (value === undefined) return <span className="text-muted">–</span>;
  return (
    <span className="flex w-full flex-col items-end gap-0.5">
      <span
        className={Number.isFinite(value) ? 'tabular-nums' : 'font-medium text-bad'}
        title={String(value)}
      >
        {formatMetric(value)}
      </span>
      {range !== undefined && (
        <span aria-hidden className="block h-1 w-full overflow-hidden rounded-full bg-raised">
          <span
            className="block h-full rounded-full bg-accent opacity-70"
            style={{ width: `${barShare(value, range) * 100}%` }}
          />
        </span>
      )}
    </span>
  );
}
