import { type Artifact, type BlobRef } from '@bestiary/contracts/artifact';
import { announce } from '../change.ts';
import { type Database } from '../database.ts';

export class ArtifactRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Which of these blobs (by sha256) are known as stored. They are kept for a while, for the client to name them. */
  async requestBlobs(blobs: readonly string[]): Promise<Set<string>> {
    const rows = await this.#db.$queryRaw<{ sha256: string }[]>`
      WITH wanted AS (
        SELECT sha256 FROM blobs WHERE sha256 = ANY (${[...blobs]}::text[]) ORDER BY sha256 FOR UPDATE
      )
      UPDATE blobs SET requested_at = now() FROM wanted WHERE blobs.sha256 = wanted.sha256 RETURNING blobs.sha256`;
    return new Set(rows.map(({ sha256 }) => sha256));
  }

  /** Notes that the artifact store holds these blobs, verified. Repeatable. */
  async addBlobs(blobs: readonly BlobRef[]): Promise<void> {
    await this.#db.blob.createMany({
      data: blobs.map(({ sha256, size }) => ({ sha256, size: BigInt(size) })),
      skipDuplicates: true,
    });
  }

  /**
   * Names stored blobs as files of a run; a path that is there is replaced.
   *
   * @throws the foreign keys `artifacts_run_id_fkey` and `artifacts_sha256_fkey`
   */
  async record(
    runId: string,
    files: readonly { path: string; sha256: string; contentType: string }[],
  ): Promise<void> {
    const rows = Array.from(new Map(files.map((file) => [file.path, file])).values()); // the last of a path counts
    await this.#db.$queryRaw`
      WITH written AS (
        INSERT INTO artifacts (run_id, path, sha256, content_type)
        SELECT ${runId}::uuid, path, sha256, content_type
        FROM unnest(${rows.map((f) => f.path)}::text[], ${rows.map((f) => f.sha256)}::text[], ${rows.map((f) => f.contentType)}::text[])
          AS file (path, sha256, content_type)
        ORDER BY path
        ON CONFLICT (run_id, path) DO UPDATE SET sha256 = excluded.sha256, content_type = excluded.content_type,
          created_at = now()
        WHERE (artifacts.sha256, artifacts.content_type) <> (excluded.sha256, excluded.content_type)
      )
      SELECT ${announce({ runId, kind: 'artifacts' })} AS announced`;
  }

  /** A run's files by path. */
  async list(runId: string): Promise<Artifact[]> {
    const rows = await this.#db.artifact.findMany({
      where: { runId },
      include: { blob: true },
      orderBy: { path: 'asc' },
    });
    return rows.map(toArtifact);
  }

  async find(runId: string, path: string): Promise<Artifact | undefined> {
    const row = await this.#db.artifact.findUnique({
      where: { runId_path: { runId, path } },
      include: { blob: true },
    });
    return row === null ? undefined : toArtifact(row);
  }
}

function toArtifact(row: {
  path: string;
  sha256: string;
  contentType: string;
  createdAt: Date;
  blob: { size: bigint };
}): Artifact {
  return {
    path: row.path,
    sha256: row.sha256,
    size: Number(row.blob.size),
    contentType: row.contentType,
    createdAt: row.createdAt.toISOString(),
  };
}
