import { formatMetric } from '@bestiary/ui/format';
import { barShare, type BarRange } from './metric-bars.ts';

/** A metric's value, and below it, where there is a range, how large it is among those of the other runs. */
export function MetricValue({ value, range }: { value: number | undefined; range?: BarRange | undefined }) {
  if (value === undefined) return <span className="text-muted">–</span>;
  const figure = (
    <span className={Number.isFinite(value) ? 'tabular-nums' : 'font-medium text-bad'} title={String(value)}>
      {formatMetric(value)}
    </span>
  );
  if (range === undefined) return figure;
  return (
    <span className="flex w-full flex-col items-end gap-0.5">
      {figure}
      <span aria-hidden className="block h-1 w-full overflow-hidden rounded-full bg-raised">
        <span
          className="block h-full rounded-full bg-accent opacity-70"
          style={{ width: `${barShare(value, range) * 100}%` }}
        />
      </span>
    </span>
  );
}
