import type { Json } from '@bestiary/contracts/json';
import { formatSetting } from '@bestiary/ui/format';

/** A parameter or tag. */
export function LabelValue({ value }: { value: Json | undefined }) {
  if (value === undefined) return <span className="text-muted">–</span>;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return (
    <span className="truncate tabular-nums" title={text}>
      {typeof value === 'number' ? formatSetting(value) : text}
    </span>
  );
}
