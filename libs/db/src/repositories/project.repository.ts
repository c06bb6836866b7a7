import { BestiaryError } from '@bestiary/contracts/error';
import { type Project } from '@bestiary/contracts/project';
import { type Database } from '../database.ts';
import { violatedConstraint } from '../database-error.ts';

/** Runs in the trash are not counted. */
const RUN_COUNT = { _count: { select: { runs: { where: { deletedAt: null } } } } };

export class ProjectRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** All projects by name. */
  async list(): Promise<Project[]> {
    const rows = await this.#db.project.findMany({
      orderBy: { name: 'asc' },
      include: RUN_COUNT,
    });
    return rows.map(toProject);
  }

  /**
   * The project of that name, made with this id if there is none.
   *
   * @throws BestiaryError `conflict` where the id is another project's
   */
  async ensure(id: string, name: string): Promise<Project> {
    try {
      await this.#db.$executeRaw`
        INSERT INTO projects (id, name) VALUES (${id}::uuid, ${name}) ON CONFLICT (name) DO NOTHING`;
    } catch (error) {
      if (violatedConstraint(error) !== 'projects_pkey') throw error;
      throw new BestiaryError('conflict', `project ${id} exists under another name than "${name}"`, {
        cause: error,
      });
    }
    const row = await this.#db.project.findUniqueOrThrow({
      where: { name },
      include: RUN_COUNT,
    });
    return toProject(row);
  }
}

function toProject(row: { id: string; name: string; createdAt: Date; _count: { runs: number } }): Project {
  return { id: row.id, name: row.name, createdAt: row.createdAt.toISOString(), runCount: row._count.runs };
}
