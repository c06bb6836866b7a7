import type { SearchMistake } from './search-language.ts';

/** So much of a long search is shown on either side of a mistake. */
const AROUND = 32;

/** What is wrong with a search, and where. A click goes to the place. */
export function MistakeNote({
  id,
  text,
  mistake,
  onGo,
}: {
  id: string;
  text: string;
  mistake: SearchMistake;
  onGo: () => void;
}) {
  const { offset, length, message } = mistake;
  const end = offset + length;
  const start = Math.max(0, offset - AROUND);
  const stop = Math.min(text.length, end + AROUND);
  return (
    <div id={id} role="alert" className="mt-1.5 rounded-md bg-bad-soft px-2.5 py-1.5 text-xs">
      <button type="button" onClick={onGo} className="block max-w-full text-left">
        <code className="block font-mono break-words whitespace-pre-wrap">
          {start > 0 && '…'}
          {text.slice(start, offset)}
          <mark className="bg-transparent font-semibold text-bad underline decoration-wavy underline-offset-4">
            {length === 0 ? '\u2423' : text.slice(offset, end)}
          </mark>
          {text.slice(end, stop)}
          {stop < text.length && '…'}
        </code>
        <span className="mt-1 block text-bad">
          Column {offset + 1}: {message}
        </span>
      </button>
    </div>
  );
}
