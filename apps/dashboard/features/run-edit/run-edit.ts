import type { RunDetail, RunSummary, UpdateRunInput } from '@bestiary/contracts/run';

/** What a reader changes of a run; a tag of value null is removed. */
export type RunEdit = Pick<UpdateRunInput, 'name' | 'tags' | 'note'>;

/** A run as it is after an edit. */
export function withEdit<Run extends RunSummary | RunDetail>(run: Run, edit: RunEdit): Run {
  const tags = { ...run.tags };
  const values = { ...run.values };
  for (const [key, value] of Object.entries(edit.tags ?? {})) {
    if (value === null) {
      delete tags[key];
      delete values[`tags.${key}`];
    } else {
      tags[key] = value;
      values[`tags.${key}`] = value;
    }
  }
  const name = edit.name?.trim() ?? run.name;
  return { ...run, name, tags, values, ...(edit.note === undefined ? {} : { note: edit.note }) };
}

/** The edit that takes another one back. */
export function inverseEdit(
  run: Pick<RunDetail, 'name' | 'tags'> & { note?: string | null },
  edit: RunEdit,
): RunEdit {
  return {
    ...(edit.name === undefined ? {} : { name: run.name }),
    ...(edit.tags === undefined
      ? {}
      : { tags: Object.fromEntries(Object.keys(edit.tags).map((key) => [key, run.tags[key] ?? null])) }),
    ...(edit.note === undefined ? {} : { note: run.note ?? null }),
  };
}
