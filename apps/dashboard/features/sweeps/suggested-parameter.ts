import { NOT_IN_USE, SEARCHED_OPTIONS, TRAIN_OPTIONS } from '@bestiary/contracts/train-options';
import type { ParamValue } from '@bestiary/contracts/sweep';

/** A parameter as a sweep's file describes it; it need not be right yet. */
export type ParameterDraft = Record<string, unknown>;

/** Ranges that are worth a try on a head over a frozen base. */
const RANGES: Readonly<Record<string, ParameterDraft>> = {
  learning_rate: { type: 'float', low: 1e-5, high: 1e-1, log: true },
  batch_size: { type: 'int', low: 1, high: 64, log: true },
  dropout: { type: 'float', low: 0, high: 0.6 },
  l2: { type: 'float', low: 1e-6, high: 1e-2, log: true },
  weight_decay: { type: 'float', low: 1e-5, high: 1e-1, log: true },
  momentum: { type: 'float', low: 0, high: 0.99 },
  label_smoothing: { type: 'float', low: 0, high: 0.2 },
  epochs: { type: 'int', low: 10, high: 60, step: 10 },
  image_size: { type: 'ordinal', values: [96, 128, 160, 224] },
  alpha: { type: 'ordinal', values: [0.35, 0.5, 0.75, 1, 1.3, 1.4] },
  hidden: { type: 'categorical', choices: [NOT_IN_USE, '64', '256'] },
  augment_rotation: { type: 'float', low: 0, high: 0.2 },
  augment_zoom: { type: 'float', low: 0, high: 0.3 },
  seed: { type: 'int', low: 0, high: 9 },
};

/** Settings that a sweep may vary, by name. */
export const PARAMETER_NAMES: readonly string[] = [...SEARCHED_OPTIONS].sort();

/** How a setting is best searched, as a start. */
export function suggestedParameter(name: string): ParameterDraft {
  const known = RANGES[name];
  if (known !== undefined) return known;
  const option = TRAIN_OPTIONS[name];
  switch (option?.kind) {
    case 'boolean':
      return { type: 'boolean' };
    case 'choice':
      return { type: 'categorical', choices: [...option.choices] };
    case 'number':
      return { type: 'float', low: option.min ?? option.above ?? 0, high: option.max ?? option.below ?? 1 };
    case 'whole': {
      const low = option.min ?? 0;
      return { type: 'int', low, high: Math.min(option.max ?? low + 20, low + 20) };
    }
    default:
      return { type: 'categorical', choices: [option?.default ?? NOT_IN_USE] };
  }
}

/** A kind of parameter in place of another, keeping what both have. */
export function retyped(draft: ParameterDraft, type: string, name: string): ParameterDraft {
  const { low, high, log, when } = draft;
  const kept = when === undefined ? {} : { when };
  const values = draft['choices'] ?? draft['values'];
  switch (type) {
    case 'float':
    case 'int':
      return {
        type,
        low: low ?? RANGES[name]?.['low'] ?? 1,
        high: high ?? RANGES[name]?.['high'] ?? 10,
        ...(log === true ? { log } : {}),
        ...kept,
      };
    case 'categorical':
      return { type, choices: values ?? [low, high].filter((value) => value !== undefined), ...kept };
    case 'ordinal':
      return { type, values: values ?? [low, high].filter((value) => value !== undefined), ...kept };
    case 'fixed':
      return { type, value: TRAIN_OPTIONS[name]?.default ?? low ?? '', ...kept };
    default:
      return { type, ...kept };
  }
}

/** What is typed into a field: a number, true or false where it reads as one, else text. */
export function typedValue(text: string): ParamValue {
  const word = text.trim();
  if (word === 'true') return true;
  if (word === 'false') return false;
  return word !== '' && Number.isFinite(Number(word)) ? Number(word) : word;
}
