import { type ArtifactStore } from '@bestiary/artifacts/artifact-store';
import { type Artifact, type BlobRef, type UploadTicket } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';
import { violatedConstraint } from '@bestiary/db/database-error';
import { type ArtifactRepository } from '@bestiary/db/repositories/artifact.repository';
import { type RunRepository } from '@bestiary/db/repositories/run.repository';
import { noRun } from './run.service.ts';

/** Blobs that one request has the store look at or hash at once. */
const AT_ONCE = 8;
const STALE_UPLOAD_MS = 24 * 3_600_000;

export class ArtifactService {
  readonly #artifacts: ArtifactRepository;
  readonly #runs: RunRepository;
  readonly #store: ArtifactStore;

  constructor(artifacts: ArtifactRepository, runs: RunRepository, store: ArtifactStore) {
    this.#artifacts = artifacts;
    this.#runs = runs;
    this.#store = store;
  }

  /** A ticket for each blob: where to put it, or that it is stored already. */
  async requestUploads(blobs: readonly BlobRef[]): Promise<{ tickets: UploadTicket[] }> {
    const known = await this.#artifacts.requestBlobs(blobs.map(({ sha256 }) => sha256));
    const found: BlobRef[] = []; // in the store, but not noted: the server died in between
    const tickets = await inLanes(blobs, async (blob): Promise<UploadTicket> => {
      if (known.has(blob.sha256)) return { state: 'stored', sha256: blob.sha256 };
      const ticket = await this.#store.requestUpload(blob);
      if (ticket.state === 'stored') found.push(blob);
      return ticket;
    });
    if (found.length > 0) await this.#artifacts.addBlobs(found);
    return { tickets };
  }

  /** @throws BestiaryError `integrity` where an upload is not what was announced; those before it are stored */
  async commitUploads(uploads: readonly (BlobRef & { uploadId: string })[]): Promise<{ stored: string[] }> {
    const stored: BlobRef[] = [];
    try {
      await inLanes(uploads, async (upload) => {
        await this.#store.commitUpload(upload);
        stored.push(upload);
      });
    } finally {
      if (stored.length > 0) await this.#artifacts.addBlobs(stored);
    }
    return { stored: stored.map(({ sha256 }) => sha256) };
  }

  /** @throws BestiaryError `not_found` where the run is missing or a blob is not stored */
  async record(
    runId: string,
    files: readonly { path: string; sha256: string; contentType: string }[],
  ): Promise<void> {
    try {
      await this.#artifacts.record(runId, files);
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === 'artifacts_run_id_fkey') throw noRun(runId);
      if (constraint !== 'artifacts_sha256_fkey') throw error;
      throw new BestiaryError('not_found', 'one of the files is not stored', {
        cause: error,
        hint: 'commit its upload first',
      });
    }
  }

  async list(runId: string): Promise<Artifact[]> {
    const files = await this.#artifacts.list(runId);
    if (files.length === 0 && (await this.#runs.status(runId)) === undefined) throw noRun(runId);
    return files;
  }

  async downloadUrl(file: {
    runId: string;
    path: string;
    inline: boolean;
  }): Promise<{ url: string; expiresAt: string }> {
    const artifact = await this.#artifacts.find(file.runId, file.path);
    if (artifact === undefined) {
      throw new BestiaryError('not_found', `run ${file.runId} has no file "${file.path}"`);
    }
    return this.#store.downloadUrl(artifact.sha256, {
      fileName: file.path.split('/').at(-1)!,
      contentType: artifact.contentType,
      inline: file.inline,
    });
  }

  /** Removes uploads that were begun a day ago and never committed. */
  removeStaleUploads(): Promise<number> {
    return this.#store.removeStaleUploads(new Date(Date.now() - STALE_UPLOAD_MS));
  }
}

/** Works through the items in a few lanes at once; after a failure no new item is begun. */
async function inLanes<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  let failed = false;
  const lane = async () => {
    for (const [i, item] of queue) {
      if (failed) return;
      try {
        results[i] = await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(AT_ONCE, items.length) }, lane));
  const failure = lanes.find((settled) => settled.status === 'rejected');
  if (failure !== undefined) throw failure.reason;
  return results;
}
