/** What a search may go on with, in words for people: `a value`, `and`. */
export type Expected = string;

/** A text that is no search. Where it goes wrong, and what would be right there. */
export class SearchError extends Error {
  /** place in the text, in UTF-16 code units from 0 */
  readonly offset: number;
  /** how many code units are wrong; 0 at the end of the text */
  readonly length: number;
  readonly expected: readonly Expected[];

  constructor(message: string, at: { offset: number; length: number }, expected: readonly Expected[] = []) {
    super(message);
    this.name = 'SearchError';
    this.offset = at.offset;
    this.length = at.length;
    this.expected = expected;
  }

  /** as people count: from 1 */
  get column(): number {
    return this.offset + 1;
  }

  /** The text with a mark below the place, in two lines. */
  pointAt(text: string): string {
    const before = text.slice(0, this.offset).replace(/[^\t]/gu, ' ');
    return `${text.replace(/[\r\n]/g, ' ')}\n${before}${'^'.repeat(Math.max(1, this.length))}`;
  }
}
