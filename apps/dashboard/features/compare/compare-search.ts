import { Id } from '@bestiary/contracts/id';
import { createLoader, parseAsArrayOf, parseAsString } from 'nuqs/server';

/** More curves than this can't be told apart. */
export const MAX_COMPARED = 20;

/** What the URL of a comparison can say. */
export const COMPARE_SEARCH = {
  runs: parseAsArrayOf(parseAsString).withDefault([]),
  metric: parseAsString.withDefault('val_loss'),
};

export const loadCompareSearch = createLoader(COMPARE_SEARCH);

/** The runs of a URL: each once, what is no id left out. */
export function comparedIds(runs: readonly string[]): string[] {
  return [...new Set(runs.filter((id) => Id.safeParse(id).success))].slice(0, MAX_COMPARED);
}
