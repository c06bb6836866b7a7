import { Id } from '@bestiary/contracts/id';
import { z } from 'zod';
import { ProcessIdentity } from './process-identity.ts';

/** Whose records a journal holds, where they go, and which process writes them. */
export const JournalHeader = z.object({
  version: z.literal(1),
  runId: Id,
  runName: z.string(),
  serverUrl: z.url(),
  /** `null` once it has closed the journal */
  owner: ProcessIdentity.nullable(),
});
export type JournalHeader = z.infer<typeof JournalHeader>;
