import type { AppRouter } from '@bestiary/api/app.router';
import type { RequestContext } from '@bestiary/api/context';

/** What the server gives to the pages that Next renders in the same process. */
export interface PageContext {
  /** whoever is shown a page is an admin */
  context: RequestContext;
  router: AppRouter;
}

const KEY = Symbol.for('bestiary.page-context');
type Holder = { [KEY]?: PageContext };

export function setPageContext(pages: PageContext): void {
  (globalThis as Holder)[KEY] = pages;
}

/**
 * Next bundles the pages apart from the server, so modules are not shared between them; this object is.
 *
 * @throws Error while `next build` runs, which has no server
 */
export function getPageContext(): PageContext {
  const pages = (globalThis as Holder)[KEY];
  if (pages === undefined) throw new Error('pages are rendered by the server process alone');
  return pages;
}
