import type { FieldValue as Value } from '@bestiary/ui/field-scale';
import { formatSetting } from '@bestiary/ui/format';

/** A field's value in words: numbers as people write them, what is not there as a dash. */
export function fieldWords(value: Value): string {
  if (value === null) return '–';
  if (typeof value !== 'number') return String(value);
  return formatSetting(value);
}

export function FieldValue({ value }: { value: Value }) {
  if (value === null) return <span className="text-muted">–</span>;
  const bad = typeof value === 'number' && !Number.isFinite(value);
  return (
    <span className={bad ? 'font-medium text-bad' : 'tabular-nums'} title={String(value)}>
      {fieldWords(value)}
    </span>
  );
}
