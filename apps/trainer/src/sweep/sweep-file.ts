import { readFile } from 'node:fs/promises';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { ParamValue, type SweepConfig, type TrialParams } from '@bestiary/contracts/sweep';
import { SweepTraining } from '@bestiary/contracts/sweep-record';
import { problemOfOption, TRIAL_CHECKS } from '@bestiary/contracts/train-options';
import { checkSweepText, type PlacedIssue } from '@bestiary/sweeps/sweep-text';
import { isMap, isNode, isScalar, LineCounter, parseDocument, type Pair } from 'yaml';

/** What a sweep's file says. */
export interface SweepFile {
  config: SweepConfig;
  project: string | undefined;
  training: SweepTraining;
}

/** Parts of a file that describe no search, but what every trial has. */
const OWN_PARTS = ['project', 'training', 'holdout', 'trials'] as const;
type OwnPart = (typeof OWN_PARTS)[number];

/**
 * Reads a sweep's file: its description (`docs/guide/samplers.md`), and beside it `project`, `training` (settings that all trials have),
 * `holdout`, and `trials` (how they are run).
 *
 * @throws BestiaryError `invalid_input` that says every issue, the parameter it is about and its line
 */
export async function readSweepFile(path: string): Promise<SweepFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    throw new BestiaryError('invalid_input', `${path}: ${messageOf(error)}`, { cause: error });
  }
  return parseSweepFile(text, path);
}

/** The same of a text; `name` is that of the file, for messages. */
export function parseSweepFile(text: string, name: string): SweepFile {
  const { parts, rest } = takeOwnParts(text);
  const issues: PlacedIssue[] = [];
  const checked = checkSweepText(rest, TRIAL_CHECKS);
  if (!checked.ok) issues.push(...checked.issues);
  const args: TrialParams = {};
  const complain = (part: OwnPart, message: string, key?: string) =>
    issues.push({
      path: [part, ...(key === undefined ? [] : [key])],
      message,
      line: parts[part]!.lineOf(key),
      column: 1,
    });

  const settings = parts.training?.value ?? {};
  if (!isRecord(settings)) complain('training', "expected settings like 'data: ./flowers'");
  else
    for (const [key, value] of Object.entries(settings)) {
      const parsed = ParamValue.safeParse(value);
      const problem = parsed.success ? problemOfOption(key, parsed.data) : `${key}: expected one value`;
      if (problem !== undefined) complain('training', problem, key);
      else if (checked.ok && key in checked.config.space)
        complain('training', `${key} is a parameter of the space too`, key);
      else args[key] = parsed.data!;
    }
  const how = parts.trials?.value ?? {};
  if (!isRecord(how)) complain('trials', "expected settings like 'maxAttempts: 3'");
  const given = isRecord(how) ? how : {};
  const holdout = parts.holdout && { holdout: parts.holdout.value };
  const training = SweepTraining.safeParse({ ...given, args, ...holdout });
  if (!training.success)
    for (const issue of training.error.issues) {
      const [key] = issue.path;
      if (key === 'holdout' && parts.holdout) complain('holdout', issue.message);
      else if (parts.trials) complain('trials', issue.message, key === undefined ? undefined : String(key));
    }
  const project = parts.project?.value;
  if (project !== undefined && typeof project !== 'string') complain('project', 'expected a name');
  if (!checked.ok || !training.success || issues.length > 0) throw refusal(name, issues);
  return { config: checked.config, training: training.data, project: project as string | undefined };
}

function refusal(name: string, issues: readonly PlacedIssue[]): BestiaryError {
  const lines = [...issues]
    .sort((a, b) => a.line - b.line)
    .map(({ path, message, line }) => {
      const named = path.length === 0 || path.some((part) => message.startsWith(`${part}:`));
      const where = named ? '' : `${path.join('.')}: `;
      return `line ${line}: ${where}${message}`;
    });
  return new BestiaryError('invalid_input', `${name} describes no sweep:\n  ${lines.join('\n  ')}`, {
    hint: 'docs/guide/sweeps.md has an example, docs/guide/samplers.md says what a sweep may consist of',
  });
}

interface TakenPart {
  value: unknown;
  /** of the part itself, or of one of its settings */
  lineOf(key?: string): number;
}

/** Takes the parts out of the text that are not of the description, and leaves blanks in their place so that lines stay what they are. */
function takeOwnParts(text: string): { parts: Partial<Record<OwnPart, TakenPart>>; rest: string } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const parts: Partial<Record<OwnPart, TakenPart>> = {};
  let rest = text;
  if (!isMap(document.contents) || document.errors.length > 0) return { parts, rest };
  const lineAt = (offset: number) => lines.linePos(offset).line;
  for (const pair of document.contents.items) {
    const name = keyOf(pair);
    const part = OWN_PARTS.find((one) => one === name);
    const start = isNode(pair.key) ? pair.key.range?.[0] : undefined;
    if (part === undefined || start === undefined) continue;
    const value = pair.value;
    const end = (isNode(value) && value.range?.[1]) || start + part.length;
    parts[part] = {
      value: isNode(value) ? value.toJS(document) : null,
      lineOf: (key) => {
        const inner = isMap(value) ? value.items.find((one) => keyOf(one) === key) : undefined;
        const at = inner && isNode(inner.key) ? inner.key.range?.[0] : undefined;
        return lineAt(at ?? start);
      },
    };
    rest = blanked(rest, start, end);
  }
  return { parts, rest };
}

/** In JSON, and between braces, the comma goes with what it parts. */
function blanked(text: string, start: number, end: number): string {
  const after = /^\s*,/.exec(text.slice(end));
  const before = after ? null : /,\s*$/.exec(text.slice(0, start));
  const from = before ? start - before[0].length : start;
  const to = after ? end + after[0].length : end;
  // between two lines of YAML there is no comma, and a line of its own may end with one only inside of it
  return text.slice(0, from) + text.slice(from, to).replace(/[^\n]/g, ' ') + text.slice(to);
}

function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
