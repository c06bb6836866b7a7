'use client';
import { useState } from 'react';
import type { RunDetail } from '@bestiary/contracts/run';
import { CopyButton } from '@bestiary/ui/components/copy-button';
import { Panel } from '@bestiary/ui/components/panel';
import { environmentRows, jsonWords, type Row } from './environment-rows.ts';

/** With how a run was set up: parameters, tags, environment. */
export function SetupTab({ run }: { run: RunDetail }) {
  const params = Object.entries(run.params)
    .map(([name, value]) => ({ name, value: jsonWords(value) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const tags = Object.entries(run.tags).map(([name, value]) => ({ name, value }));
  if (run.seed !== null && !('seed' in run.params)) params.push({ name: 'seed', value: String(run.seed) });
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <FilteredRows title="Parameters" rows={params} json={JSON.stringify(run.params, null, 2)} />
      <div className="flex min-w-0 flex-col gap-4">
        <Panel title="Environment">
          <Rows rows={environmentRows(run.environment)} />
        </Panel>
        {tags.length > 0 && (
          <Panel title="Tags">
            <Rows rows={tags} />
          </Panel>
        )}
      </div>
    </div>
  );
}

function FilteredRows({ title, rows, json }: { title: string; rows: readonly Row[]; json: string }) {
  const [words, setWords] = useState('');
  const wanted = words.trim().toLowerCase();
  const shown = rows.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
  return (
    <Panel
      title={title}
      aside={
        <>
          <label>
            <span className="sr-only">Filter parameters</span>
            <input
              type="search"
              value={words}
              placeholder="Filter"
              onChange={(event) => setWords(event.target.value)}
              className="h-7 w-36 rounded-md border border-line bg-paper px-2 text-xs"
            />
          </label>
          <CopyButton text={json} what="the parameters as JSON" />
        </>
      }
    >
      <Rows rows={shown} />
    </Panel>
  );
}

function Rows({ rows }: { rows: readonly Row[] }) {
  if (rows.length === 0) return <p className="text-muted">None.</p>;
  return (
    <dl>
      {rows.map(({ name, value }) => (
        <div
          key={name}
          className="group grid min-h-8 grid-cols-[minmax(7rem,11rem)_minmax(0,1fr)_auto] items-center gap-3 border-t border-line first:border-t-0"
        >
          <dt className="truncate text-muted" title={name}>
            {name}
          </dt>
          <dd className="m-0 py-1 font-mono text-xs break-words">{value}</dd>
          <dd className="m-0 opacity-0 group-focus-within:opacity-100 group-hover:opacity-100">
            <CopyButton text={value} what={name} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
