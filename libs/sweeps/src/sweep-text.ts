import { BestiaryError } from '@bestiary/contracts/error';
import { type SweepConfig } from '@bestiary/contracts/sweep';
import { type Document, isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml';
import { checkSweep, type CheckOptions } from './check-sweep.ts';
import { type SweepIssue } from './sweep-issue.ts';

/** An issue with its place in the text, both from 1. */
export interface PlacedIssue extends SweepIssue {
  readonly line: number;
  readonly column: number;
}

export type SweepTextCheck =
  | { readonly ok: true; readonly config: SweepConfig }
  | { readonly ok: false; readonly issues: readonly PlacedIssue[] };

/** Checks a sweep's description in YAML or JSON: see {@link checkSweep}. */
export function checkSweepText(text: string, options: CheckOptions = {}): SweepTextCheck {
  const lines = new LineCounter();
  // a name that occurs twice is an error, an alias cannot blow up: yaml's defaults
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  if (document.errors.length > 0)
    return {
      ok: false,
      issues: document.errors.map(({ message, pos }) => ({ path: [], message, ...place(pos[0]) })),
    };
  let description: unknown;
  try {
    description = document.toJS();
  } catch (error) {
    return { ok: false, issues: [{ path: [], message: (error as Error).message, ...place(0) }] };
  }
  const checked = checkSweep(description, options);
  if (checked.ok) return checked;
  return {
    ok: false,
    issues: checked.issues.map((issue) => ({ ...issue, ...place(offsetOf(document, issue.path)) })),
  };
}

/**
 * Reads a sweep's description.
 *
 * @param name of the file, for messages
 * @throws BestiaryError `invalid_input` that says every issue, the parameter it is about and its line
 */
export function parseSweepText(text: string, name: string, options: CheckOptions = {}): SweepConfig {
  const checked = checkSweepText(text, options);
  if (checked.ok) return checked.config;
  const issues = checked.issues.map(({ path, message, line }) => {
    const where = path.length > 0 ? `${path.join('.')}: ` : '';
    return `line ${line}: ${where}${message}`;
  });
  throw new BestiaryError('invalid_input', `${name} describes no sweep:\n  ${issues.join('\n  ')}`, {
    hint: 'docs/guide/samplers.md says what a sweep may consist of',
  });
}

/** Where the deepest part of a path that there is begins: its name, or the item of a list. */
function offsetOf(document: Document, path: SweepIssue['path']): number {
  let node: unknown = document.contents;
  let offset = isNode(node) ? (node.range?.[0] ?? 0) : 0;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(part));
      if (pair === undefined) break;
      if (isNode(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isNode(node) && 'items' in node && typeof part === 'number') {
      const item: unknown = (node.items as unknown[])[part];
      if (!isNode(item)) break;
      offset = item.range?.[0] ?? offset;
      node = item;
    } else {
      break;
    }
  }
  return offset;
}
