'use client';
import { useState } from 'react';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Trash2 } from 'lucide-react';
import { retyped, typedValue, type ParameterDraft } from './suggested-parameter.ts';

const TYPES = ['float', 'int', 'categorical', 'ordinal', 'boolean', 'fixed'] as const;
const FIELD = 'h-8 rounded-md border border-line bg-panel px-2 tabular-nums';

/** One parameter of the space: of what kind, and from where to where. */
export function ParameterRow({
  name,
  draft,
  issues,
  onChange,
  onRemove,
}: {
  name: string;
  draft: ParameterDraft;
  issues: readonly string[];
  onChange: (draft: ParameterDraft) => void;
  onRemove: () => void;
}) {
  const type = String(draft['type']);
  const set = (change: ParameterDraft) => onChange({ ...draft, ...change });
  const without = (key: string) =>
    onChange(Object.fromEntries(Object.entries(draft).filter(([each]) => each !== key)));
  const list = type === 'categorical' ? 'choices' : 'values';
  return (
    <li className="flex flex-wrap items-center gap-2 border-b border-line py-2 last:border-0">
      <span className="w-40 min-w-0 truncate font-medium" title={name}>
        {name}
      </span>
      <select
        aria-label={`Kind of ${name}`}
        value={type}
        onChange={(event) => onChange(retyped(draft, event.target.value, name))}
        className={FIELD}
      >
        {TYPES.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
      {(type === 'float' || type === 'int') && (
        <>
          <TypedField label={`least ${name}`} value={draft['low']} onChange={(low) => set({ low })} />
          <span className="text-muted">to</span>
          <TypedField label={`greatest ${name}`} value={draft['high']} onChange={(high) => set({ high })} />
          <label className="flex items-center gap-1.5">
            <input
              type="checkbox"
              checked={draft['log'] === true}
              onChange={(event) => (event.target.checked ? set({ log: true }) : without('log'))}
              className="accent-accent"
            />
            log
          </label>
          <TypedField
            label={`step of ${name}`}
            placeholder="step"
            value={draft['step'] ?? ''}
            onChange={(step) => (step === '' ? without('step') : set({ step }))}
          />
        </>
      )}
      {(type === 'categorical' || type === 'ordinal') && (
        <ListField
          label={`values of ${name}`}
          values={Array.isArray(draft[list]) ? (draft[list] as unknown[]) : []}
          onChange={(values) => set({ [list]: values })}
        />
      )}
      {type === 'fixed' && (
        <TypedField label={`value of ${name}`} value={draft['value']} onChange={(value) => set({ value })} />
      )}
      {draft['when'] !== undefined && (
        <span className="text-xs text-muted">when {conditionWords(draft['when'])}</span>
      )}
      <span className="ml-auto">
        <IconButton label={`Remove ${name}`} onClick={onRemove}>
          <Trash2 aria-hidden size={14} />
        </IconButton>
      </span>
      {issues.map((issue) => (
        <p key={issue} role="alert" className="basis-full text-xs text-bad">
          {issue}
        </p>
      ))}
    </li>
  );
}

/** A field that keeps what is typed, `1e-` included, and tells what it reads as. */
function TypedField({
  label,
  value,
  placeholder,
  onChange,
}: {
  label: string;
  value: unknown;
  placeholder?: string;
  onChange: (value: string | number | boolean) => void;
}) {
  const [text, setText] = useState(() => textOf(value));
  // what comes from elsewhere replaces the text; what is typed here does not
  const shown = typedValue(text) === value || textOf(value) === text ? text : textOf(value);
  return (
    <input
      aria-label={label}
      placeholder={placeholder}
      value={shown}
      onChange={(event) => {
        setText(event.target.value);
        onChange(typedValue(event.target.value));
      }}
      className={`${FIELD} w-24`}
    />
  );
}

function ListField({
  label,
  values,
  onChange,
}: {
  label: string;
  values: readonly unknown[];
  onChange: (values: (string | number | boolean)[]) => void;
}) {
  const [text, setText] = useState(() => values.map(textOf).join('; '));
  return (
    <input
      aria-label={label}
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        onChange(
          event.target.value
            .split(';')
            .filter((word) => word.trim() !== '')
            .map(typedValue),
        );
      }}
      className={`${FIELD} min-w-40 flex-1`}
      title="separated by ;"
    />
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? String(value)
    : '';
}

function conditionWords(when: unknown): string {
  return Object.entries(when as Record<string, unknown>)
    .map(
      ([name, values]) =>
        `${name} is ${Array.isArray(values) ? values.map(textOf).join(' or ') : textOf(values)}`,
    )
    .join(' and ');
}
