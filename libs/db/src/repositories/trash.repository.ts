import { KEEP_UNNAMED_BLOB_MS, type TrashContents } from '@bestiary/contracts/trash';
import { announceRow } from '../change.ts';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** Milliseconds that freeing a few blobs may take: the store may be far. */
const FREE_WITHIN = { maxWait: 30_000, timeout: 120_000 };

export class TrashRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** What there is to remove of runs that were put into the trash before that time. */
  async contents(deletedBefore: Date): Promise<TrashContents> {
    const trashed = Prisma.sql`SELECT id FROM runs WHERE deleted_at < ${deletedBefore}`;
    const [row] = await this.#db.$queryRaw<{ runs: number; blobs: number; bytes: string }[]>`
      SELECT (SELECT count(*)::int FROM runs WHERE deleted_at < ${deletedBefore}) AS runs,
        count(*)::int AS blobs, coalesce(sum(size), 0)::text AS bytes
      FROM blobs WHERE ${unnamed(Prisma.sql`AND run_id NOT IN (${trashed})`)}`;
    return { runs: row!.runs, blobs: row!.blobs, bytes: Number(row!.bytes) };
  }

  /**
   * Removes runs from the trash for good, those first that have been there longest.
   *
   * @param limit how many at most
   * @returns their ids
   */
  async deleteRuns(deletedBefore: Date, limit: number): Promise<string[]> {
    const rows = await this.#db.$queryRaw<{ id: string }[]>`
      WITH wanted AS (
        SELECT id FROM runs WHERE deleted_at < ${deletedBefore} ORDER BY deleted_at LIMIT ${limit}::int
        FOR UPDATE SKIP LOCKED
      ), gone AS (
        DELETE FROM runs USING wanted WHERE runs.id = wanted.id RETURNING runs.id
      )
      SELECT id, ${announceRow(Prisma.sql`id`, 'deleted')} AS announced FROM gone`;
    return rows.map(({ id }) => id);
  }

  /**
   * Frees blobs that nothing names. Their rows are locked while `remove` takes their bytes away, so a client that asks
   * for one meanwhile waits, and is then told to upload it. Where `remove` fails the rows stay, and a later call tries
   * again.
   *
   * @param limit how many at most
   */
  async freeBlobs(
    limit: number,
    remove: (sha256: string) => Promise<void>,
  ): Promise<{ blobs: number; bytes: number }> {
    return this.#db.$transaction(async (tx) => {
      const freed = await tx.$queryRaw<{ sha256: string; size: bigint }[]>`
        WITH wanted AS (
          SELECT sha256 FROM blobs WHERE ${unnamed()} LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
        )
        DELETE FROM blobs USING wanted WHERE blobs.sha256 = wanted.sha256 RETURNING blobs.sha256, size`;
      await Promise.all(freed.map(({ sha256 }) => remove(sha256)));
      return { blobs: freed.length, bytes: freed.reduce((sum, { size }) => sum + Number(size), 0) };
    }, FREE_WITHIN);
  }
}

/** True of blobs that nothing names, and that no client may be about to name. */
function unnamed(ofArtifacts: Prisma.Sql = Prisma.empty): Prisma.Sql {
  return Prisma.sql`
    requested_at < now() - make_interval(secs => ${KEEP_UNNAMED_BLOB_MS / 1_000}::float8)
    AND NOT EXISTS (SELECT FROM artifacts a WHERE a.sha256 = blobs.sha256 ${ofArtifacts})
    AND NOT EXISTS (SELECT FROM images i WHERE i.preview_sha256 = blobs.sha256)`;
}
