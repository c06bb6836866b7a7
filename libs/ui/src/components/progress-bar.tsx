import type { RunProgress } from '@bestiary/contracts/run';
import { Progress } from 'radix-ui';
import { formatCount } from '../format.ts';

/** How far a run is, as words: `training · epoch 7 of 20`. */
export function progressWords({ phase, done, total, unit }: RunProgress): string {
  return total > 0
    ? `${phase} · ${unit} ${formatCount(done)} of ${formatCount(total)}`
    : `${phase} · ${unit} ${formatCount(done)}`;
}

/** A bar that fills; its words are its accessible value. */
export function ProgressBar({ progress }: { progress: RunProgress }) {
  const share = progress.total > 0 ? Math.min(1, progress.done / progress.total) : null;
  return (
    <Progress.Root
      value={share === null ? null : Math.round(share * 100)}
      aria-label={progressWords(progress)}
      className="h-1 w-full overflow-hidden rounded-full bg-run-soft"
    >
      <Progress.Indicator
        className="h-full rounded-full bg-run transition-[width] duration-300"
        style={{ width: share === null ? '30%' : `${share * 100}%` }}
      />
    </Progress.Root>
  );
}
