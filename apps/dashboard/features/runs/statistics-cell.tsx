import type { GroupStatistics } from '@bestiary/contracts/run-group';
import { fromWireFloat } from '@bestiary/contracts/json';
import { formatCount, formatMetric } from '@bestiary/ui/format';
import { leastIsBest } from './groups-query.ts';

/** Mean and standard deviation of a metric over a group, its best and of how many runs. */
export function StatisticsCell({
  column,
  statistics,
}: {
  column: string;
  statistics: GroupStatistics | undefined;
}) {
  if (statistics === undefined) return <span className="text-muted">–</span>;
  const { n, standardDeviation } = statistics;
  const [mean, best] = [statistics.mean, leastIsBest(column) ? statistics.min : statistics.max].map(
    fromWireFloat,
  );
  return (
    <span className="flex flex-col items-end tabular-nums">
      <span
        title={`mean ${mean}${standardDeviation === null ? '' : `, standard deviation ${standardDeviation}`}`}
      >
        {formatMetric(mean!)}
        {standardDeviation !== null && (
          <span className="text-muted"> ± {formatMetric(fromWireFloat(standardDeviation))}</span>
        )}
      </span>
      <span className="text-2xs text-muted" title={`best ${best}`}>
        best {formatMetric(best!)} · n {formatCount(n)}
      </span>
    </span>
  );
}
