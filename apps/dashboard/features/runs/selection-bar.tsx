'use client';
import { formatCount } from '@bestiary/ui/format';
import Link from 'next/link';
import { MAX_COMPARED } from '@bestiary/contracts/curve';

/** What can be done with the ticked runs. */
export function SelectionBar({ ids, onClear }: { ids: ReadonlySet<string>; onClear: () => void }) {
  if (ids.size === 0) return null;
  const tooMany = ids.size > MAX_COMPARED;
  return (
    <div
      role="region"
      aria-label="Selected runs"
      className="fixed inset-x-0 bottom-4 z-20 mx-auto flex w-fit max-w-[calc(100vw-2rem)] items-center gap-3 rounded-lg border border-line-strong bg-panel py-2 pr-2 pl-4 shadow-xl"
    >
      <span aria-live="polite" className="tabular-nums">
        {formatCount(ids.size)} selected
      </span>
      <button
        type="button"
        onClick={onClear}
        className="rounded-md px-2 py-1 text-muted hover:bg-raised hover:text-ink"
      >
        Clear
      </button>
      {tooMany ? (
        <span className="px-2 text-warn">at most {MAX_COMPARED} can be compared</span>
      ) : (
        <Link
          href={`/compare?runs=${[...ids].join(',')}`}
          aria-disabled={ids.size < 2}
          className="rounded-md bg-accent px-3 py-1.5 font-medium text-on-accent hover:opacity-90 aria-disabled:pointer-events-none aria-disabled:opacity-50"
        >
          Compare
        </Link>
      )}
    </div>
  );
}
