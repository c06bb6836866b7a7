import { completeSearch } from '@bestiary/search/complete-search';
import { parseSearch } from '@bestiary/search/parse-search';
import { SearchError } from '@bestiary/search/search-error';

/** Where a search goes wrong, and why. */
export interface SearchMistake {
  message: string;
  /** place in the text, in UTF-16 code units from 0 */
  offset: number;
  /** how many code units are wrong; 0 at the end of the text */
  length: number;
}

/** The search language with its parser: large, so loaded when the first word is typed. */
export interface SearchLanguage {
  /** @returns undefined of a text that is a search */
  mistakeIn: (text: string) => SearchMistake | undefined;
  complete: typeof completeSearch;
}

export const SEARCH_LANGUAGE: SearchLanguage = { mistakeIn, complete: completeSearch };

function mistakeIn(text: string): SearchMistake | undefined {
  try {
    parseSearch(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof SearchError)) throw error;
    return { message: error.message, offset: error.offset, length: error.length };
  }
}
