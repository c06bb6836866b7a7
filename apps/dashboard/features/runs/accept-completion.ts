import type { Completion, Completions } from '@bestiary/search/complete-search';

/**
 * A search with a completion put in, and a space after what is whole: the text, and where the cursor then is (UTF-16
 * code units from 0).
 */
export function acceptCompletion(
  text: string,
  { from, to }: Pick<Completions, 'from' | 'to'>,
  completion: Completion,
): { text: string; cursor: number } {
  const after = text.slice(to);
  const unfinished = completion.kind === 'field' && completion.text.endsWith('.');
  const space = unfinished || after.startsWith(' ') ? '' : ' ';
  const step = unfinished ? 0 : 1;
  return {
    text: text.slice(0, from) + completion.text + space + after,
    cursor: from + completion.text.length + step,
  };
}
