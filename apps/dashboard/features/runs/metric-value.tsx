import { fromWireFloat, type WireFloat } from '@bestiary/contracts/json';
import { formatMetric } from '@bestiary/ui/format';

export function MetricValue({ value }: { value: WireFloat | undefined }) {
  if (value === undefined) return <span className="text-muted">–</span>;
  const number = fromWireFloat(value);
  return (
    <span
      className={Number.isFinite(number) ? 'tabular-nums' : 'font-medium text-bad'}
      title={String(number)}
    >
      {formatMetric(number)}
    </span>
  );
}
