'use client';
import type { Comparison } from './comparison.ts';
import { RunSwatch } from './run-swatch.tsx';

/** The two runs that are held against each other. */
export interface RunPair {
  a: string;
  b: string;
}

/** Chooses two runs of several; choosing one that is the other makes them change places. */
export function PairPicker({
  pair,
  ids,
  comparison,
  onChange,
}: {
  pair: RunPair;
  /** of which to choose */
  ids: readonly string[];
  comparison: Comparison;
  onChange: (pair: RunPair) => void;
}) {
  const choose = (which: 'a' | 'b', id: string) => {
    const other = which === 'a' ? 'b' : 'a';
    onChange({ ...pair, [which]: id, ...(pair[other] === id ? { [other]: pair[which] } : {}) });
  };
  return (
    <div className="mb-3 flex flex-wrap gap-x-4 gap-y-2">
      {(['a', 'b'] as const).map((which) => (
        <label key={which} className="flex min-w-0 items-center gap-2 text-xs text-muted">
          {which.toUpperCase()}
          <RunSwatch style={comparison.styles.get(pair[which])} />
          <select
            value={pair[which]}
            onChange={(event) => choose(which, event.target.value)}
            className="h-7 w-64 max-w-[60vw] rounded-md border border-line bg-paper px-2 text-sm text-ink"
          >
            {ids.map((id) => (
              <option key={id} value={id}>
                {comparison.names.get(id) ?? id}
              </option>
            ))}
          </select>
        </label>
      ))}
    </div>
  );
}

/** The two runs of the URL in so far as they are among `ids`, else the first ones of them; `null` where there are fewer than two. */
export function pairOf(
  ids: readonly string[],
  search: { a: string | null; b: string | null },
): RunPair | null {
  const known = (id: string | null) => (id !== null && ids.includes(id) ? id : undefined);
  const a = known(search.a) ?? ids.find((id) => id !== search.b);
  const b = known(search.b) ?? ids.find((id) => id !== a);
  return a === undefined || b === undefined || a === b ? null : { a, b };
}
