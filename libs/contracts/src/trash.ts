import { z } from 'zod';

/** What emptying the trash removes: runs with all that belongs to them, and blobs that nothing else names. */
export const TrashContents = z.object({ runs: z.int(), blobs: z.int(), bytes: z.int() });
export type TrashContents = z.infer<typeof TrashContents>;

/** Which of the trash: what was put there before that time. */
export const TrashInput = z.object({ deletedBefore: z.iso.datetime() });

/** Empties a part of the trash. What is left takes more calls, until `done`. */
export const EmptyTrashOutput = TrashContents.extend({ done: z.boolean() });
export type EmptyTrashOutput = z.infer<typeof EmptyTrashOutput>;

/** A blob that nothing names is freed once no client has asked for it for this long (milliseconds): one may be about to name it. */
export const KEEP_UNNAMED_BLOB_MS = 24 * 3_600_000;
