import { BestiaryError } from '@bestiary/contracts/error';
import { type SavedView } from '@bestiary/contracts/saved-view';
import { type SavedViewRepository } from '@bestiary/db/repositories/saved-view.repository';

export class SavedViewService {
  readonly #views: SavedViewRepository;

  constructor(views: SavedViewRepository) {
    this.#views = views;
  }

  list(page: string): Promise<SavedView[]> {
    return this.#views.list(page);
  }

  /** @throws BestiaryError `not_found` */
  async get(id: string): Promise<SavedView> {
    const view = await this.#views.find(id);
    if (view === undefined) throw new BestiaryError('not_found', `there is no saved view ${id}`);
    return view;
  }

  /** @throws BestiaryError `conflict` where another view of the page has the name */
  save(view: SavedView): Promise<void> {
    return this.#views.save(view);
  }

  remove(id: string): Promise<void> {
    return this.#views.remove(id);
  }
}
