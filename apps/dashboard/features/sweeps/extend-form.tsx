'use client';
import { useState } from 'react';
import { Budget } from '@bestiary/contracts/sweep';

const FIELD = 'h-8 w-28 rounded-md border border-line bg-panel px-2 tabular-nums';

/** Trades the budget for another one: what is left empty bounds nothing. */
export function ExtendForm({
  budget,
  onExtend,
  onCancel,
}: {
  budget: Budget;
  onExtend: (budget: Budget) => void;
  onCancel: () => void;
}) {
  const [trials, setTrials] = useState(String(budget.trials ?? ''));
  const [minutes, setMinutes] = useState(budget.seconds === undefined ? '' : String(budget.seconds / 60));
  const [plateau, setPlateau] = useState(String(budget.plateau?.trials ?? ''));
  const [mistake, setMistake] = useState<string | null>(null);
  const submit = () => {
    const next = Budget.safeParse({
      ...(trials === '' ? {} : { trials: Number(trials) }),
      ...(minutes === '' ? {} : { seconds: Number(minutes) * 60 }),
      ...(plateau === ''
        ? {}
        : { plateau: { trials: Number(plateau), minDelta: budget.plateau?.minDelta ?? 0 } }),
    });
    if (next.success) onExtend(next.data);
    else setMistake(next.error.issues.map(({ path, message }) => [...path, message].join(': ')).join('; '));
  };
  return (
    <form
      aria-label="Budget"
      className="flex flex-wrap items-end gap-3 rounded-lg border border-line bg-panel p-3"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onCancel();
      }}
    >
      <Field label="trials" value={trials} onChange={setTrials} isFirst />
      <Field label="minutes" value={minutes} onChange={setMinutes} />
      <Field label="trials without a better one" value={plateau} onChange={setPlateau} />
      <button type="submit" className="h-8 rounded-md bg-accent px-3 font-medium text-on-accent">
        Set the budget
      </button>
      <button
        type="button"
        className="h-8 rounded-md border border-line px-3 hover:border-line-strong"
        onClick={onCancel}
      >
        Cancel
      </button>
      <p className="basis-full text-xs text-muted">
        The sweep ends with the first of these; a sweep that has ended goes on.
      </p>
      {mistake !== null && (
        <p role="alert" className="basis-full text-bad">
          {mistake}
        </p>
      )}
    </form>
  );
}

function Field({
  label,
  value,
  onChange,
  isFirst = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isFirst?: boolean;
}) {
  return (
    <label className="flex flex-col gap-1 text-xs text-muted">
      {label}
      <input
        type="number"
        min={0}
        step="any"
        value={value}
        autoFocus={isFirst}
        onChange={(event) => onChange(event.target.value)}
        className={`${FIELD} text-sm text-ink`}
      />
    </label>
  );
}
