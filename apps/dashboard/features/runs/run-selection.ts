import type { RunsToChange } from '@bestiary/contracts/run-bulk';
import { RunCount, SelectRunsInput } from '@bestiary/contracts/run';
import { z } from 'zod';

/**
 * Which runs are ticked: some by their id, so that they outlive sorting, paging and searching; or all that a search
 * finds but some, also those that were never loaded. `anchor` is from where a range goes on.
 */
export type RunSelection =
  | { kind: 'some'; ids: ReadonlySet<string>; anchor: string | null }
  | { kind: 'all'; of: RunSearch; count: RunCount; except: ReadonlySet<string>; anchor: string | null };

export type RunSearch = z.input<typeof SelectRunsInput>;

export const NOTHING_SELECTED: RunSelection = { kind: 'some', ids: new Set(), anchor: null };

export function isSelected(selection: RunSelection, id: string): boolean {
  return selection.kind === 'some' ? selection.ids.has(id) : !selection.except.has(id);
}

/** How many runs are ticked. */
export function countSelected(selection: RunSelection): RunCount {
  if (selection.kind === 'some') return { total: selection.ids.size, totalIsExact: true };
  return { ...selection.count, total: Math.max(0, selection.count.total - selection.except.size) };
}

/** The ids of the ticked runs, where they are known. */
export function selectedIds(selection: RunSelection): ReadonlySet<string> | undefined {
  return selection.kind === 'some' ? selection.ids : undefined;
}

/**
 * Ticks or unticks a run. With `range`, everything between the last run touched and this one takes the new state.
 *
 * @param order ids of the rows as they are shown
 */
export function toggleRun(
  selection: RunSelection,
  id: string,
  range: boolean,
  order: readonly string[],
): RunSelection {
  const tick = !isSelected(selection, id);
  const from = range && selection.anchor !== null ? order.indexOf(selection.anchor) : -1;
  const to = order.indexOf(id);
  const touched = from >= 0 && to >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  return { ...withRuns(selection, touched, tick), anchor: id };
}

/** Ticks these runs, or none of them where all are ticked; others stay as they are. */
export function toggleAll(selection: RunSelection, ids: readonly string[]): RunSelection {
  return withRuns(selection, ids, !ids.every((id) => isSelected(selection, id)));
}

/** Without runs that have left the list. */
export function withoutRuns(selection: RunSelection, gone: readonly string[]): RunSelection {
  return withRuns(selection, gone, false);
}

function withRuns(selection: RunSelection, ids: readonly string[], tick: boolean): RunSelection {
  const listed = new Set(selection.kind === 'some' ? selection.ids : selection.except);
  const isListed = selection.kind === 'some' ? tick : !tick;
  for (const id of ids) {
    if (isListed) listed.add(id);
    else listed.delete(id);
  }
  return selection.kind === 'some'
    ? { ...selection, ids: listed, anchor: null }
    : { ...selection, except: listed, anchor: null };
}

/** The ticked runs, as the server is told of them. */
export function runsToChange(selection: RunSelection): z.input<typeof RunsToChange> {
  return selection.kind === 'some'
    ? { ids: [...selection.ids] }
    : { select: selection.of, except: [...selection.except] };
}

const Stored = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('some'), ids: z.array(z.string()) }),
  z.object({
    kind: z.literal('all'),
    of: SelectRunsInput,
    count: RunCount,
    except: z.array(z.string()),
  }),
]);

/** A selection as text, to be kept. */
export function writeSelection(selection: RunSelection): string {
  return JSON.stringify(
    selection.kind === 'some'
      ? { kind: 'some', ids: [...selection.ids] }
      : { kind: 'all', of: selection.of, count: selection.count, except: [...selection.except] },
  );
}

/** The selection of a kept text; nothing selected where it is none. */
export function readSelection(text: string | null): RunSelection {
  if (text === null) return NOTHING_SELECTED;
  try {
    const stored = Stored.parse(JSON.parse(text));
    return stored.kind === 'some'
      ? { kind: 'some', ids: new Set(stored.ids), anchor: null }
      : { ...stored, except: new Set(stored.except), anchor: null };
  } catch {
    return NOTHING_SELECTED;
  }
}
