import { useMemo } from 'react';
import clsx from 'clsx';
import { formatCount } from '../format.ts';
import { prepareDiff, type DiffFile, type DiffLineKind } from '../prepare-diff.ts';

/** A file with more lines is closed at first. */
const OPEN_UP_TO = 200;

const SIGNS: Readonly<Record<DiffLineKind, string>> = {
  added: '+',
  removed: '−',
  same: ' ',
  place: ' ',
  note: ' ',
};

/** A unified diff, file by file: what was added and removed stands out by its sign and its colour. */
export function DiffView({ diff, label }: { diff: string; label: string }) {
  const files = useMemo(() => prepareDiff(diff), [diff]);
  if (files.length === 0) return <p className="text-muted">No file differs.</p>;
  return (
    <ul aria-label={label} className="flex min-w-0 flex-col gap-2">
      {files.map((file) => (
        <li key={file.path} className="min-w-0">
          <FileDiff file={file} />
        </li>
      ))}
    </ul>
  );
}

function FileDiff({ file: { path, change, added, removed, lines } }: { file: DiffFile }) {
  return (
    <details open={lines.length <= OPEN_UP_TO} className="min-w-0 rounded-md border border-line">
      <summary className="flex flex-wrap items-baseline gap-x-3 px-3 py-1.5 text-xs">
        <span className="min-w-0 flex-1 font-mono break-all">{path}</span>
        {change !== null && <span className="text-muted">{change}</span>}
        <span className="tabular-nums">
          <span className="text-accent">+{formatCount(added)}</span>{' '}
          <span className="text-bad">−{formatCount(removed)}</span>
          <span className="sr-only"> lines</span>
        </span>
      </summary>
      {lines.length > 0 && (
        <div
          tabIndex={0}
          role="group"
          aria-label={`${path}, scrolls`}
          className="max-h-96 overflow-auto border-t border-line py-1"
        >
          <pre className="w-max min-w-full font-mono text-2xs">
            {lines.map(({ kind, text }, i) => (
              <span
                key={i}
                className={clsx(
                  'flex pr-3',
                  kind === 'added' && 'bg-accent-soft',
                  kind === 'removed' && 'bg-bad-soft',
                  (kind === 'place' || kind === 'note') && 'text-muted',
                )}
              >
                <span className="w-6 shrink-0 text-center select-none">{SIGNS[kind]}</span>
                <span>{text === '' ? ' ' : text}</span>
              </span>
            ))}
          </pre>
        </div>
      )}
    </details>
  );
}
