import { parse, stringify } from 'yaml';
import type { ParameterDraft } from './suggested-parameter.ts';

/** A sweep's description while it is written: as its file, and not yet checked. */
export interface SweepDraft {
  name?: string;
  space: Record<string, unknown>;
  objective: unknown;
  budget: Record<string, unknown>;
  sampler?: unknown;
  pruner?: unknown;
  [other: string]: unknown;
}

/** What a newcomer starts from. */
export const FIRST_DRAFT: SweepDraft = {
  space: {
    learning_rate: { type: 'float', low: 1e-5, high: 1e-1, log: true },
    batch_size: { type: 'int', low: 1, high: 64, log: true },
    dropout: { type: 'float', low: 0, high: 0.6 },
    epochs: 20,
  },
  objective: { metric: 'val_loss', goal: 'min' },
  budget: { trials: 50 },
  sampler: 'tpe',
  pruner: 'median',
};

export function draftText(draft: SweepDraft): string {
  return stringify(draft, { lineWidth: 100 });
}

/** A text as a draft; `undefined` where it is no YAML, or none that the form could show. */
export function textDraft(text: string): SweepDraft | undefined {
  let value: unknown;
  try {
    value = parse(text);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isRecord(value['space'])) return undefined;
  return {
    ...value,
    space: value['space'],
    objective: value['objective'],
    budget: isRecord(value['budget']) ? value['budget'] : {},
  };
}

/** A parameter's description; a value alone stands for a fixed one. */
export function parameterDraft(value: unknown): ParameterDraft {
  return isRecord(value) ? value : { type: 'fixed', value };
}

/** The type of what may be written as its name alone. */
export function typeName(value: unknown, otherwise: string): string {
  if (typeof value === 'string') return value;
  const type = isRecord(value) ? value['type'] : undefined;
  return typeof type === 'string' ? type : otherwise;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
