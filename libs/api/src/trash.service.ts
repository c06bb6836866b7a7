import { type ArtifactStore } from '@bestiary/artifacts/artifact-store';
import { type EmptyTrashOutput, type TrashContents } from '@bestiary/contracts/trash';
import { type TrashRepository } from '@bestiary/db/repositories/trash.repository';

/** What one call removes: so much that it answers within seconds. */
const RUNS_AT_ONCE = 50;
const BLOBS_AT_ONCE = 100;

export class TrashService {
  readonly #trash: TrashRepository;
  readonly #store: ArtifactStore;

  constructor(trash: TrashRepository, store: ArtifactStore) {
    this.#trash = trash;
    this.#store = store;
  }

  /** What emptying would remove. */
  contents(deletedBefore: Date): Promise<TrashContents> {
    return this.#trash.contents(deletedBefore);
  }

  /** Removes some runs, or when there are no more some blobs that nothing names. */
  async empty(deletedBefore: Date): Promise<EmptyTrashOutput> {
    const runs = await this.#trash.deleteRuns(deletedBefore, RUNS_AT_ONCE);
    if (runs.length > 0) return { runs: runs.length, blobs: 0, bytes: 0, done: false };
    const freed = await this.#trash.freeBlobs(BLOBS_AT_ONCE, (sha256) => this.#store.delete(sha256));
    return { runs: 0, ...freed, done: freed.blobs === 0 };
  }
}
