import { BestiaryError } from '@bestiary/contracts/error';
import type { TrashContents } from '@bestiary/contracts/trash';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { normalizeServerUrl } from '@bestiary/tracking/server-url';
import { defaultServer } from '../default-server.ts';
import { writeJson } from '../terminal/result.ts';

export interface EmptyTrashOptions {
  dryRun?: boolean;
  /** days */
  olderThan: number;
  server?: string;
  json?: boolean;
}

const DAY_MS = 86_400_000;

/** Empties the trash, or says what that would remove. */
export async function emptyTrash(options: EmptyTrashOptions): Promise<void> {
  if (options.olderThan < 0) {
    throw new BestiaryError('usage', `--older-than must be at least 0, not ${options.olderThan}`);
  }
  const serverUrl = normalizeServerUrl(options.server ?? defaultServer());
  const deletedBefore = new Date(Date.now() - options.olderThan * DAY_MS).toISOString();
  const api = createApiClient(serverUrl);
  let removed: TrashContents = { runs: 0, blobs: 0, bytes: 0 };
  try {
    if (options.dryRun) removed = await api.trash.contents.query({ deletedBefore });
    else {
      for (let done = false; !done;) {
        const step = await api.trash.empty.mutate({ deletedBefore });
        removed = {
          runs: removed.runs + step.runs,
          blobs: removed.blobs + step.blobs,
          bytes: removed.bytes + step.bytes,
        };
        done = step.done;
      }
    }
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
  if (options.json) writeJson({ ...removed, dryRun: options.dryRun === true });
  else {
    const verb = options.dryRun ? 'would remove' : 'removed';
    const megabytes = (removed.bytes / 1e6).toFixed(1);
    console.log(
      `${verb} ${removed.runs} runs, and ${removed.blobs} files of ${megabytes} MB that no run uses`,
    );
  }
}
