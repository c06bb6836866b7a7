import {
  Artifact,
  CommitUploadsInput,
  CommitUploadsOutput,
  DownloadUrlInput,
  DownloadUrlOutput,
  ListArtifactsInput,
  RecordArtifactsInput,
  RequestUploadsInput,
  RequestUploadsOutput,
} from '@bestiary/contracts/artifact';
import { z } from 'zod';
import { procedure, router } from './trpc.ts';

export const artifactRouter = router({
  requestUploads: procedure
    .input(RequestUploadsInput)
    .output(RequestUploadsOutput)
    .mutation(({ ctx, input }) => ctx.artifacts.requestUploads(input.blobs)),
  commitUploads: procedure
    .input(CommitUploadsInput)
    .output(CommitUploadsOutput)
    .mutation(({ ctx, input }) => ctx.artifacts.commitUploads(input.uploads)),
  record: procedure
    .input(RecordArtifactsInput)
    .output(z.void())
    .mutation(({ ctx, input }) => ctx.artifacts.record(input.runId, input.files)),
  list: procedure
    .input(ListArtifactsInput)
    .output(z.array(Artifact))
    .query(({ ctx, input }) => ctx.artifacts.list(input.runId)),
  downloadUrl: procedure
    .input(DownloadUrlInput)
    .output(DownloadUrlOutput)
    .query(({ ctx, input }) => ctx.artifacts.downloadUrl(input)),
});
