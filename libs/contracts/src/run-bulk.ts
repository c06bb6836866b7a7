import { z } from 'zod';
import { Id } from './id.ts';

const Ids = z.array(Id).min(1).max(10_000);
const TagKey = z.string().min(1).max(250);

/** Every change of many runs can be repeated: it says how they are to be. Ids of no run are passed over. */
export const TagRunsInput = z.object({
  ids: Ids,
  /** a tag of value null is removed */
  tags: z.record(TagKey, z.string().max(5_000).nullable()),
});
export const ArchiveRunsInput = z.object({ ids: Ids, archived: z.boolean() });
/** Into the trash, from which `bestiary gc` removes them for good. */
export const TrashRunsInput = z.object({ ids: Ids });
/** Out of the trash. */
export const RestoreRunsInput = z.object({ ids: Ids });

/** The runs that were not so before: what an undo has to bring back. */
export const ChangedRuns = z.object({ changed: z.array(Id) });
export type ChangedRuns = z.infer<typeof ChangedRuns>;
