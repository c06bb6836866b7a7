import { z } from 'zod';
import { Id, Sha256 } from './id.ts';

/** A file's path inside a run's artifacts: `model/1/model.json`. Relative, forward slashes, no `.` or `..`. */
export const ArtifactPath = z
  .string()
  .min(1)
  .max(1_024)
  .refine(
    (p) =>
      !/[\p{Cc}\\]/u.test(p) && p.split('/').every((part) => part !== '' && part !== '.' && part !== '..'),
    'expected a relative path with forward slashes and without empty, "." or ".." parts',
  );

export const MAX_BLOB_BYTES = 5 * 2 ** 30;
export const BlobRef = z.object({ sha256: Sha256, size: z.int().min(0).max(MAX_BLOB_BYTES) });
export type BlobRef = z.infer<typeof BlobRef>;

/** Asks where to put blobs. One that is stored already needs no upload. */
export const RequestUploadsInput = z.object({ blobs: z.array(BlobRef).min(1).max(1_000) });
export const UploadTicket = z.discriminatedUnion('state', [
  z.object({ state: z.literal('stored'), sha256: Sha256 }),
  z.object({
    state: z.literal('upload'),
    sha256: Sha256,
    /** PUT the bytes here, with these headers, before `expiresAt`; the path is relative to the server when it begins with `/` */
    url: z.string(),
    headers: z.record(z.string(), z.string()),
    /** names the upload in `commit` */
    uploadId: z.string(),
    expiresAt: z.iso.datetime(),
  }),
]);
export type UploadTicket = z.infer<typeof UploadTicket>;
export const RequestUploadsOutput = z.object({ tickets: z.array(UploadTicket) });

/** The server reads what arrived, and counts a blob as stored only when sha256 and size agree (else `integrity`). Repeatable. */
export const CommitUploadsInput = z.object({
  uploads: z
    .array(BlobRef.extend({ uploadId: z.string().max(200) }))
    .min(1)
    .max(1_000),
});
export const CommitUploadsOutput = z.object({ stored: z.array(Sha256) });

/** Names stored blobs as files of a run. Recording a path again replaces it. */
export const RecordArtifactsInput = z.object({
  runId: Id,
  files: z
    .array(z.object({ path: ArtifactPath, sha256: Sha256, contentType: z.string().max(200) }))
    .min(1)
    .max(1_000),
});

export const Artifact = z.object({
  path: z.string(),
  sha256: Sha256,
  size: z.int(),
  contentType: z.string(),
  createdAt: z.iso.datetime(),
});
export type Artifact = z.infer<typeof Artifact>;
export const ListArtifactsInput = z.object({ runId: Id });
/** A signed URL that expires (relative to the server when it begins with `/`). */
export const DownloadUrlInput = z.object({
  runId: Id,
  path: ArtifactPath,
  inline: z.boolean().default(false),
});
export const DownloadUrlOutput = z.object({ url: z.string(), expiresAt: z.iso.datetime() });

/** Paths that the dashboard shows in their own places. */
export const WELL_KNOWN_ARTIFACTS = {
  sampleGrid: 'plots/sample-grid.png',
  learningCurves: 'plots/learning-curves.svg',
  confusionMatrix: 'plots/confusion-matrix.svg',
  config: 'config.yaml',
  classNames: 'class-names.json',
  split: 'split.json',
  log: 'console.log',
} as const;

/** What was not committed where a run was started, as a unified diff; there where anything was. */
export const UNCOMMITTED_DIFF = 'source/uncommitted.diff';
