import { KEEP_DELETED_REPORT_DAYS, type Report, type ReportSummary } from '@bestiary/contracts/report';
import { type Database } from '../database.ts';

export class ReportRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** The report changed last first. */
  async list(): Promise<ReportSummary[]> {
    const rows = await this.#db.report.findMany({
      where: { deletedAt: null },
      select: { id: true, title: true, updatedAt: true },
      orderBy: [{ updatedAt: 'desc' }, { id: 'asc' }],
    });
    return rows.map((row) => ({ ...row, updatedAt: row.updatedAt.toISOString() }));
  }

  async find(id: string): Promise<Report | undefined> {
    const row = await this.#db.report.findFirst({ where: { id, deletedAt: null } });
    if (row === null) return undefined;
    return { id, title: row.title, markdown: row.markdown, updatedAt: row.updatedAt.toISOString() };
  }

  /**
   * Keeps a new report; one of that id stays as it is.
   *
   * @returns when, undefined where there is one of that id with another text
   */
  async add({ id, title, markdown }: Omit<Report, 'updatedAt'>): Promise<string | undefined> {
    const [row] = await this.#db.$queryRaw<{ updatedAt: Date }[]>`
      WITH added AS (
        INSERT INTO reports (id, title, markdown) VALUES (${id}::uuid, ${title}, ${markdown})
        ON CONFLICT (id) DO NOTHING RETURNING updated_at
      )
      SELECT updated_at AS "updatedAt" FROM added
      UNION ALL
      SELECT updated_at FROM reports WHERE id = ${id}::uuid AND title = ${title} AND markdown = ${markdown}`;
    return row?.updatedAt.toISOString();
  }

  /**
   * Changes a report where nobody else has since `changed`.
   *
   * @returns when, undefined where it is not there or is of another time
   */
  async change(
    { id, title, markdown }: Omit<Report, 'updatedAt'>,
    changed: string,
  ): Promise<string | undefined> {
    const [row] = await this.#db.$queryRaw<{ updatedAt: Date }[]>`
      UPDATE reports SET title = ${title}, markdown = ${markdown},
        updated_at = greatest(date_trunc('milliseconds', clock_timestamp()), updated_at + interval '1 millisecond')
      WHERE id = ${id}::uuid AND deleted_at IS NULL
        AND updated_at = ${changed}::timestamptz
      RETURNING updated_at AS "updatedAt"`;
    return row?.updatedAt.toISOString();
  }

  /** Deletes a report, so that it can be brought back; forgets those deleted long ago. */
  async delete(id: string): Promise<void> {
    await this.#db.$executeRaw`
      DELETE FROM reports WHERE deleted_at < now() - make_interval(days => ${KEEP_DELETED_REPORT_DAYS}::int)`;
    await this.#db
      .$executeRaw`UPDATE reports SET deleted_at = coalesce(deleted_at, now()) WHERE id = ${id}::uuid`;
  }

  /** @returns whether there is such a report */
  async restore(id: string): Promise<boolean> {
    return (await this.#db.$executeRaw`UPDATE reports SET deleted_at = NULL WHERE id = ${id}::uuid`) > 0;
  }
}
