/** Which runs are ticked, and from where a range goes on. Kept by id, so that it outlives sorting and paging. */
export interface RunSelection {
  ids: ReadonlySet<string>;
  anchor: string | null;
}

export const NOTHING_SELECTED: RunSelection = { ids: new Set(), anchor: null };

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
  const ids = new Set(selection.ids);
  const tick = !ids.has(id);
  const from = range && selection.anchor !== null ? order.indexOf(selection.anchor) : -1;
  const to = order.indexOf(id);
  const touched = from >= 0 && to >= 0 ? order.slice(Math.min(from, to), Math.max(from, to) + 1) : [id];
  for (const each of touched) {
    if (tick) ids.add(each);
    else ids.delete(each);
  }
  return { ids, anchor: id };
}

/** All rows shown, or none of them where all are; what is not shown stays as it is. */
export function toggleAll(selection: RunSelection, order: readonly string[]): RunSelection {
  const all = order.every((id) => selection.ids.has(id));
  return all ? withoutRuns(selection, order) : { ids: new Set([...selection.ids, ...order]), anchor: null };
}

/** Without runs that have left the list. */
export function withoutRuns(selection: RunSelection, gone: readonly string[]): RunSelection {
  const ids = new Set(selection.ids);
  for (const id of gone) ids.delete(id);
  return { ids, anchor: null };
}
