import { ArtifactPath, BlobRef } from '@bestiary/contracts/artifact';
import { RegisterDatasetInput, Split } from '@bestiary/contracts/dataset';
import { Sha256 } from '@bestiary/contracts/id';
import { WireFloat } from '@bestiary/contracts/json';
import { Prediction } from '@bestiary/contracts/prediction';
import { RunError, UpdateRunInput } from '@bestiary/contracts/run';
import { z } from 'zod';

/** A blob and the file on this machine that holds its bytes. */
export const LocalBlob = BlobRef.extend({ source: z.string().min(1) });
export type LocalBlob = z.infer<typeof LocalBlob>;

const MetricsRecord = z.object({
  kind: z.literal('metrics'),
  step: z.int().min(0),
  /** Unix milliseconds */
  time: z.number(),
  values: z.record(z.string(), WireFloat),
});
export type MetricsRecord = z.infer<typeof MetricsRecord>;

const FilesRecord = z.object({
  kind: z.literal('files'),
  files: z.array(LocalBlob.extend({ path: ArtifactPath, contentType: z.string() })),
});
export type FilesRecord = z.infer<typeof FilesRecord>;

const PreviewsRecord = z.object({
  kind: z.literal('previews'),
  previews: z.array(LocalBlob.extend({ image: Sha256 })),
});
export type PreviewsRecord = z.infer<typeof PreviewsRecord>;

/** Everything that a run tells the server and that must not be lost: one line of the journal. */
export const JournalRecord = z.discriminatedUnion('kind', [
  MetricsRecord,
  z.object({ kind: z.literal('dataset'), dataset: RegisterDatasetInput }),
  z.object({ kind: z.literal('predictions'), split: Split, predictions: z.array(Prediction) }),
  z.object({ kind: z.literal('update'), changes: UpdateRunInput.omit({ id: true }) }),
  FilesRecord,
  PreviewsRecord,
  z.object({
    kind: z.literal('transition'),
    status: z.enum(['finished', 'failed', 'cancelled']),
    at: z.iso.datetime(),
    error: RunError.optional(),
  }),
]);
export type JournalRecord = z.infer<typeof JournalRecord>;
