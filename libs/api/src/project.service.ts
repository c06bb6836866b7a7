import { type Project } from '@bestiary/contracts/project';
import { type ProjectRepository } from '@bestiary/db/repositories/project.repository';

export class ProjectService {
  readonly #projects: ProjectRepository;

  constructor(projects: ProjectRepository) {
    this.#projects = projects;
  }

  list(): Promise<Project[]> {
    return this.#projects.list();
  }

  /** The project of that name, made if there is none. */
  ensure(project: { id: string; name: string }): Promise<Project> {
    return this.#projects.ensure(project.id, project.name);
  }
}
