/** A share from 0 to 1 as a bar, with its interval drawn over the bar's end; words belong beside it. */
export function IntervalBar({
  value,
  low,
  high,
  tone = 'accent',
}: {
  value: number | null;
  low: number | null;
  high: number | null;
  tone?: 'accent' | 'bad';
}) {
  return (
    <div aria-hidden className="relative h-2 min-w-16 rounded-sm bg-raised">
      <div
        className={`h-full rounded-sm opacity-80 ${tone === 'bad' ? 'bg-bad' : 'bg-accent'}`}
        style={{ width: `${(value ?? 0) * 100}%` }}
      />
      {low !== null && high !== null && (
        <div
          className="absolute -top-0.5 h-3 border-x-2 border-ink"
          style={{ left: `${low * 100}%`, width: `${(high - low) * 100}%` }}
        >
          <div className="mt-[5px] h-0.5 bg-ink" />
        </div>
      )}
    </div>
  );
}
