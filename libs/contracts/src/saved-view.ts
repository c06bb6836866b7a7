import { z } from 'zod';
import { Id } from './id.ts';
import { Json } from './json.ts';
import { Name } from './project.ts';

const MAX_STATE_LENGTH = 100_000;

/** A page by its name in the dashboard: `runs`, `compare`. */
export const PageName = z.string().regex(/^[a-z][a-z0-9-]{0,39}$/, 'expected a-z, 0-9 and -, as "compare"');

/** The state of a page under a name. Only the page knows what is in it. */
export const SavedView = z.object({
  id: Id,
  page: PageName,
  name: Name,
  state: Json.refine(
    (state) => JSON.stringify(state).length <= MAX_STATE_LENGTH,
    `a view's state has at most ${MAX_STATE_LENGTH} characters of JSON`,
  ),
});
export type SavedView = z.infer<typeof SavedView>;
export const SavedViews = z.array(SavedView);
