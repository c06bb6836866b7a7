'use client';
import { useDeferredValue, useEffect, useState } from 'react';
import { uuidv7 } from '@bestiary/contracts/id';
import { EPOCH_METRICS } from '@bestiary/contracts/metric';
import { Notice } from '@bestiary/ui/components/notice';
import { Panel } from '@bestiary/ui/components/panel';
import { Segmented } from '@bestiary/ui/components/segmented';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { tell } from '../shell/toasts.ts';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';
import { ParameterRow } from './parameter-row.tsx';
import { SweepPreviewPanel } from './sweep-preview-panel.tsx';
import { draftText, parameterDraft, textDraft, typeName, type SweepDraft } from './sweep-draft.ts';
import { PARAMETER_NAMES, suggestedParameter } from './suggested-parameter.ts';

const SAMPLERS = ['tpe', 'random', 'sobol', 'grid', 'gp', 'cma-es'] as const;
const PRUNERS = ['none', 'median', 'asha', 'successive-halving'] as const;
const FIELD = 'h-8 rounded-md border border-line bg-panel px-2 text-sm text-ink';
/** What is typed is checked after a pause (milliseconds). */
const PAUSE_MS = 250;

/** Describes a sweep by a form or as the text of its file, checked while one types, and launches it. */
export function NewSweepView({
  first,
  data: firstData,
  project: firstProject,
}: {
  first: SweepDraft;
  data: string;
  project: string;
}) {
  const trpc = useTRPC();
  const client = useTRPCClient();
  const router = useRouter();
  const [mode, setMode] = useState<'form' | 'text'>('form');
  const [draft, setDraft] = useState(first);
  const [text, setText] = useState(() => draftText(first));
  const [project, setProject] = useState(firstProject);
  const [data, setData] = useState(firstData);
  const [holdout, setHoldout] = useState('');
  const [isSending, setSending] = useState(false);
  const checkedText = usePaused(text);
  const check = useQuery({
    ...trpc.sweeps.check.queryOptions({ text: checkedText }),
    placeholderData: keepPreviousData,
  });
  const issues = check.data?.ok === false ? check.data.issues : [];
  const config = check.data?.ok === true && checkedText === text ? check.data.config : undefined;

  const change = (next: SweepDraft) => {
    setDraft(next);
    setText(draftText(next));
  };
  const issuesOf = (...path: string[]) =>
    issues.filter((issue) => path.every((part, i) => issue.path[i] === part)).map(({ message }) => message);
  const inSpace = issues.filter(({ path }) => path[0] === 'space' && path.length > 1);
  const elsewhere = issues.filter((issue) => !inSpace.includes(issue));

  const launch = async () => {
    if (config === undefined) return;
    setSending(true);
    const id = uuidv7();
    try {
      await client.sweeps.create.mutate({
        id,
        project,
        config,
        training: {
          args: { data },
          ...(holdout === '' ? {} : { holdout: Number(holdout) / 100 }),
        },
      });
      router.push(`/sweeps/${id}`);
    } catch (error) {
      tell({ text: (error as Error).message, isError: true });
      setSending(false);
    }
  };

  const objective = Array.isArray(draft.objective)
    ? undefined
    : (draft.objective as Record<string, unknown> | undefined);
  return (
    <form
      className="mx-auto max-w-[90rem] px-4 pb-16 sm:px-6"
      onSubmit={(event) => {
        event.preventDefault();
        void launch();
      }}
    >
      <nav aria-label="Breadcrumb" className="pt-4 text-xs text-muted">
        <Link href="/sweeps" className="hover:text-ink hover:underline">
          Sweeps
        </Link>
      </nav>
      <div className="mt-2 mb-4 flex flex-wrap items-center gap-3">
        <h1 className="mr-auto text-xl font-semibold tracking-tight">New sweep</h1>
        <Segmented
          label="Describe it"
          value={mode}
          options={[
            { value: 'form', label: 'as a form' },
            { value: 'text', label: 'as YAML' },
          ]}
          onChange={(next) => {
            if (next === 'form') {
              const read = textDraft(text);
              if (read === undefined) {
                tell({ text: 'The form can’t show this text: mend it first', isError: true });
                return;
              }
              setDraft(read);
            }
            setMode(next);
          }}
        />
      </div>
      <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,1fr)_26rem]">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel title="Training">
            <div className="flex flex-wrap gap-4">
              <Labelled label="project">
                <input
                  required
                  value={project}
                  onChange={(event) => setProject(event.target.value)}
                  className={FIELD}
                />
              </Labelled>
              <Labelled label="folder of images, as the workers see it" isWide>
                <input
                  required
                  value={data}
                  placeholder="/data/bears-and-dragons"
                  onChange={(event) => setData(event.target.value)}
                  className={`${FIELD} w-full`}
                />
              </Labelled>
              <Labelled label="held out, per cent">
                <input
                  type="number"
                  min={1}
                  max={89}
                  value={holdout}
                  placeholder="none"
                  title="Images that no trial sees: the best are judged on them at the end"
                  onChange={(event) => setHoldout(event.target.value)}
                  className={`${FIELD} w-24`}
                />
              </Labelled>
            </div>
          </Panel>
          {mode === 'text' ? (
            <Panel title="Description">
              <textarea
                aria-label="Description in YAML or JSON"
                spellCheck={false}
                value={text}
                onChange={(event) => {
                  setText(event.target.value);
                  const read = textDraft(event.target.value);
                  if (read !== undefined) setDraft(read);
                }}
                className="min-h-96 w-full rounded-md border border-line bg-paper p-3 font-mono text-xs leading-5"
              />
            </Panel>
          ) : (
            <>
              <Panel title="What is searched">
                <ul>
                  {Object.entries(draft.space).map(([name, value]) => (
                    <ParameterRow
                      key={name}
                      name={name}
                      draft={parameterDraft(value)}
                      issues={issuesOf('space', name)}
                      onChange={(next) => change({ ...draft, space: { ...draft.space, [name]: next } })}
                      onRemove={() =>
                        change({
                          ...draft,
                          space: Object.fromEntries(
                            Object.entries(draft.space).filter(([each]) => each !== name),
                          ),
                        })
                      }
                    />
                  ))}
                </ul>
                <label className="mt-3 flex items-center gap-2 text-xs text-muted">
                  add
                  <select
                    value=""
                    onChange={(event) => {
                      const name = event.target.value;
                      change({ ...draft, space: { ...draft.space, [name]: suggestedParameter(name) } });
                    }}
                    className={FIELD}
                  >
                    <option value="">a parameter …</option>
                    {PARAMETER_NAMES.filter((name) => !(name in draft.space)).map((name) => (
                      <option key={name}>{name}</option>
                    ))}
                  </select>
                </label>
              </Panel>
              <Panel title="What is wanted, and for how long">
                <div className="flex flex-wrap gap-4">
                  {objective === undefined ? (
                    <p className="basis-full text-muted">Two objectives: change them in the YAML.</p>
                  ) : (
                    <>
                      <Labelled label="metric">
                        <input
                          list="epoch-metrics"
                          value={typeName(objective['metric'], '')}
                          onChange={(event) =>
                            change({ ...draft, objective: { ...objective, metric: event.target.value } })
                          }
                          className={FIELD}
                        />
                        <datalist id="epoch-metrics">
                          {EPOCH_METRICS.map((metric) => (
                            <option key={metric} value={metric} />
                          ))}
                        </datalist>
                      </Labelled>
                      <Choice
                        label="goal"
                        value={typeName(objective['goal'], 'min')}
                        options={['min', 'max']}
                        onChange={(goal) => change({ ...draft, objective: { ...objective, goal } })}
                      />
                      <Choice
                        label="of its values"
                        value={typeName(objective['aggregate'], 'last')}
                        options={['last', 'best', 'min', 'max']}
                        onChange={(aggregate) => change({ ...draft, objective: { ...objective, aggregate } })}
                      />
                    </>
                  )}
                  <Labelled label="trials">
                    <input
                      type="number"
                      min={1}
                      value={numberText(draft.budget['trials'])}
                      onChange={(event) =>
                        change({ ...draft, budget: withNumber(draft.budget, 'trials', event.target.value) })
                      }
                      className={`${FIELD} w-24`}
                    />
                  </Labelled>
                  <Labelled label="seconds">
                    <input
                      type="number"
                      min={1}
                      value={numberText(draft.budget['seconds'])}
                      placeholder="any"
                      onChange={(event) =>
                        change({ ...draft, budget: withNumber(draft.budget, 'seconds', event.target.value) })
                      }
                      className={`${FIELD} w-24`}
                    />
                  </Labelled>
                  <Choice
                    label="sampler"
                    value={typeName(draft.sampler, 'tpe')}
                    options={SAMPLERS}
                    onChange={(sampler) => change({ ...draft, sampler })}
                  />
                  <Choice
                    label="pruner"
                    value={typeName(draft.pruner, 'none')}
                    options={PRUNERS}
                    onChange={(pruner) => change({ ...draft, pruner })}
                  />
                  <Labelled label="seed">
                    <input
                      type="number"
                      min={0}
                      value={numberText(draft['seed'] ?? 0)}
                      onChange={(event) => change({ ...draft, seed: Number(event.target.value) })}
                      className={`${FIELD} w-24`}
                    />
                  </Labelled>
                  <Labelled label="seeds a trial">
                    <input
                      type="number"
                      min={1}
                      value={numberText(draft['repeats'] ?? 1)}
                      title="A trial's outcome is the mean over so many trainings"
                      onChange={(event) => change({ ...draft, repeats: Number(event.target.value) })}
                      className={`${FIELD} w-24`}
                    />
                  </Labelled>
                </div>
              </Panel>
            </>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-4 xl:sticky xl:top-4">
          {(mode === 'text' ? issues : elsewhere).length > 0 && (
            <Notice tone="bad" role="alert" title="This can’t be launched yet">
              <ul className="flex flex-col gap-1">
                {(mode === 'text' ? issues : elsewhere).map(({ line, column, path, message }) => (
                  <li key={`${line} ${column} ${message}`}>
                    {mode === 'text' && <span className="text-muted tabular-nums">line {line}: </span>}
                    {path.length > 0 && <code className="font-mono text-xs">{path.join('.')}</code>} {message}
                  </li>
                ))}
              </ul>
            </Notice>
          )}
          {check.isError && (
            <Notice tone="bad" role="alert" title="The description could not be checked">
              <p>{check.error.message}</p>
            </Notice>
          )}
          <SweepPreviewPanel config={config} />
          <button
            type="submit"
            disabled={config === undefined || isSending}
            className="h-9 rounded-md bg-accent px-4 font-medium text-on-accent disabled:opacity-50"
          >
            {isSending ? 'Launching …' : 'Launch the sweep'}
          </button>
        </div>
      </div>
    </form>
  );
}

/** A value that stayed the same for a moment. */
function usePaused(value: string): string {
  const [paused, setPaused] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setPaused(value), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [value]);
  return useDeferredValue(paused);
}

function Labelled({
  label,
  children,
  isWide = false,
}: {
  label: string;
  children: React.ReactNode;
  isWide?: boolean;
}) {
  return (
    <label className={`flex min-w-0 flex-col gap-1 text-xs text-muted ${isWide ? 'min-w-56 flex-1' : ''}`}>
      {label}
      {children}
    </label>
  );
}

function Choice({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly string[];
  onChange: (value: string) => void;
}) {
  const known = options.includes(value) ? options : [value, ...options];
  return (
    <Labelled label={label}>
      <select value={value} onChange={(event) => onChange(event.target.value)} className={FIELD}>
        {known.map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </Labelled>
  );
}

function numberText(value: unknown): string {
  return typeof value === 'number' ? String(value) : '';
}

function withNumber(record: Record<string, unknown>, key: string, text: string): Record<string, unknown> {
  const others = Object.fromEntries(Object.entries(record).filter(([each]) => each !== key));
  return text === '' ? others : { ...others, [key]: Number(text) };
}
