/** What a line of a diff is. */
export type DiffLineKind = 'added' | 'removed' | 'same' | 'place' | 'note';

export interface DiffLine {
  kind: DiffLineKind;
  /** without the sign before it */
  text: string;
}

/** What a diff says of one file. */
export interface DiffFile {
  /** as it is called now, or was called where it is gone */
  path: string;
  /** how it changed beside its lines: `new file`, `deleted`, `renamed from …`, `binary`; `null`: not at all */
  change: string | null;
  added: number;
  removed: number;
  lines: DiffLine[];
}

const KINDS: Readonly<Record<string, DiffLineKind>> = {
  '+': 'added',
  '-': 'removed',
  ' ': 'same',
  '@': 'place',
  '\\': 'note',
  '#': 'note',
};

/** Reads a unified diff as git writes it, file by file. What is none gives no file. */
export function prepareDiff(diff: string): DiffFile[] {
  const files: DiffFile[] = [];
  let inLines = false;
  for (const line of diff.replace(/\n$/, '').split('\n')) {
    const begin = /^diff --git (?:"?a\/.*"? )"?b\/(.*?)"?$/.exec(line);
    if (begin !== null) {
      files.push({ path: begin[1]!, change: null, added: 0, removed: 0, lines: [] });
      inLines = false;
      continue;
    }
    const file = files.at(-1);
    if (file === undefined) continue;
    inLines ||= line.startsWith('@@');
    if (!inLines) {
      file.change = changeOf(line) ?? file.change;
      continue;
    }
    const kind = KINDS[line[0] ?? ' '] ?? 'same';
    if (kind === 'added') file.added += 1;
    if (kind === 'removed') file.removed += 1;
    file.lines.push({ kind, text: kind === 'place' || line.startsWith('#') ? line : line.slice(1) });
  }
  return files;
}

/** What a line between a file's name and its lines says. */
function changeOf(line: string): string | undefined {
  if (line.startsWith('new file')) return 'new file';
  if (line.startsWith('deleted file')) return 'deleted';
  if (line.startsWith('rename from ')) return `renamed from ${line.slice('rename from '.length)}`;
  if (line.startsWith('Binary files ')) return 'binary';
  return undefined;
}
