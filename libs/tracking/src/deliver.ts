import type { Id } from '@bestiary/contracts/id';
import type { ApiClient } from './api-client.ts';
import { toColumns } from './batch.ts';
import { isConflict } from './failure.ts';
import type { FilesRecord, JournalRecord, MetricsRecord, PreviewsRecord } from './journal-record.ts';

/** Records that are complete in themselves: no bytes need to be stored first. */
export type PlainRecord = Exclude<JournalRecord, FilesRecord | PreviewsRecord>;

const MAX_FILES = 1_000;
const MAX_PREVIEWS = 10_000;

/**
 * Tells the server a batch as `batchLength` cuts it: some metrics, or one other record. Every call can be repeated
 * without effect, so a batch whose answer was lost is sent again.
 */
export async function deliver(
  api: ApiClient,
  runId: Id,
  batch: readonly PlainRecord[],
  signal: AbortSignal,
): Promise<void> {
  const first = batch[0];
  switch (first?.kind) {
    case undefined:
      return;
    case 'metrics':
      await api.metrics.log.mutate({ runId, series: toColumns(batch as MetricsRecord[]) }, { signal });
      return;
    case 'dataset': {
      const { id } = await api.datasets.register.mutate(first.dataset, { signal });
      await api.runs.update.mutate({ id: runId, datasetId: id }, { signal });
      return;
    }
    case 'predictions':
      await api.predictions.log.mutate(
        { runId, split: first.split, predictions: first.predictions },
        { signal },
      );
      return;
    case 'update':
      await api.runs.update.mutate({ id: runId, ...first.changes }, { signal });
      return;
    case 'transition':
      try {
        await api.runs.transition.mutate(
          { id: runId, status: first.status, at: first.at, error: first.error },
          { signal },
        );
      } catch (error) {
        if (!isConflict(error)) throw error; // a run that was ended from elsewhere stays as it is
      }
  }
}

/** Gives stored blobs their meaning: files of the run, or previews of images. */
export async function nameBlobs(
  api: ApiClient,
  runId: Id,
  record: FilesRecord | PreviewsRecord,
  signal: AbortSignal,
): Promise<void> {
  if (record.kind === 'files') {
    for (const files of chunks(record.files, MAX_FILES)) {
      await api.artifacts.record.mutate(
        { runId, files: files.map(({ path, sha256, contentType }) => ({ path, sha256, contentType })) },
        { signal },
      );
    }
    return;
  }
  for (const previews of chunks(record.previews, MAX_PREVIEWS)) {
    await api.datasets.attachPreviews.mutate(
      { previews: previews.map(({ image, sha256 }) => ({ image, blob: sha256 })) },
      { signal },
    );
  }
}

function* chunks<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}
