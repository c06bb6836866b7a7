import { BestiaryError } from '@bestiary/contracts/error';
import { type RunCondition } from '@bestiary/contracts/run-search';
import { parseSearch } from '@bestiary/search/parse-search';
import { SearchError } from '@bestiary/search/search-error';

/**
 * The meaning of a search.
 *
 * @throws BestiaryError `invalid_input` with the column of what is wrong
 */
export function readSearch(text: string | undefined): RunCondition | undefined {
  if (text === undefined) return undefined;
  try {
    return parseSearch(text);
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    throw new BestiaryError(
      'invalid_input',
      `the search is wrong at column ${error.column}: ${error.message}`,
      {
        cause: error,
        hint: error.pointAt(text),
      },
    );
  }
}
