import { z } from 'zod';
import { Id } from './id.ts';
import { SelectRunsInput } from './run.ts';

/** Ids travel in lists of so many. */
export const MAX_RUN_IDS = 10_000;
const Ids = z.array(Id).min(1).max(MAX_RUN_IDS);
/** A tag of value null is removed. */
const TagChange = z.record(z.string().min(1).max(250), z.string().max(5_000).nullable());

/** Which runs: these, or all that are selected but some. Ids of no run are passed over. */
export const RunsToChange = z.union([
  z.object({ ids: Ids }),
  z.object({ select: SelectRunsInput, except: z.array(Id).max(MAX_RUN_IDS).default([]) }),
]);
export type RunsToChange = z.output<typeof RunsToChange>;

/** Every change of many runs can be repeated: it says how they are to be. */
export const TagRunsInput = RunsToChange.and(z.object({ tags: TagChange }));
export const ArchiveRunsInput = RunsToChange.and(z.object({ archived: z.boolean() }));
/** Into the trash, from which `bestiary gc` removes them for good. */
export const TrashRunsInput = RunsToChange;
/** Out of the trash. */
export const RestoreRunsInput = RunsToChange;

/** The runs that were not so before: what an undo has to bring back. */
export const ChangedRuns = z.object({ changed: z.array(Id) });
export type ChangedRuns = z.infer<typeof ChangedRuns>;

/** What each of some runs is tagged with. */
export const RunTags = z.array(z.object({ id: Id, tags: TagChange }));
export type RunTags = z.infer<typeof RunTags>;
/** With the former values of the tags in question: given to `retag`, they undo the change. */
export const TaggedRuns = ChangedRuns.extend({ before: RunTags });
export type TaggedRuns = z.infer<typeof TaggedRuns>;
export const RetagRunsInput = z.object({ runs: RunTags.min(1).max(MAX_RUN_IDS) });
