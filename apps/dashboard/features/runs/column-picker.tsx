'use client';
import { useId, useState } from 'react';
import { columnOfField, METRIC_AGGREGATES, MetricAggregate } from '@bestiary/contracts/run-search';
import { Checkbox } from '@bestiary/ui/components/checkbox';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { useQuery } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Pin, PinOff, X } from 'lucide-react';
import { useTRPC } from '../shell/trpc.ts';
import { MAX_COLUMNS, RUN_OWN_COLUMNS, runColumn, type RunColumnId } from './run-column.ts';

/** So many keys of a kind are listed; the filter finds the others. */
const LISTED = 100;

export default function ColumnPicker({
  columns,
  pinned,
  onChange,
  onPin,
  onReset,
}: {
  columns: readonly RunColumnId[];
  /** those of them that stay in view */
  pinned: readonly RunColumnId[];
  onChange: (columns: readonly RunColumnId[]) => void;
  onPin: (pinned: readonly RunColumnId[]) => void;
  /** columns, widths and pins as they were before any change */
  onReset: () => void;
}) {
  const trpc = useTRPC();
  const keys = useQuery(trpc.runs.keys.queryOptions());
  const [filter, setFilter] = useState('');
  const [aggregate, setAggregate] = useState<MetricAggregate>('last');
  const wanted = filter.trim().toLowerCase();
  const groups: { title: string; ids: RunColumnId[] }[] = [
    { title: 'Run', ids: [...RUN_OWN_COLUMNS] },
    {
      title: 'Metrics',
      ids: (keys.data?.metrics ?? []).map((key) => columnOfField({ kind: 'metric', key, aggregate })),
    },
    {
      title: 'Parameters',
      ids: (keys.data?.params ?? []).map((key) => columnOfField({ kind: 'param', key })),
    },
    { title: 'Tags', ids: (keys.data?.tags ?? []).map((key) => columnOfField({ kind: 'tag', key })) },
  ];
  const toggle = (id: RunColumnId) =>
    onChange(columns.includes(id) ? columns.filter((each) => each !== id) : [...columns, id]);
  return (
    <>
      <div className="flex gap-2 border-b border-line p-2">
        <input
          type="search"
          aria-label="Filter columns"
          placeholder="Filter columns"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          className="h-8 min-w-0 flex-1 rounded-md border border-line bg-paper px-2"
        />
        <button
          type="button"
          onClick={onReset}
          className="rounded-md px-2 text-muted hover:bg-raised hover:text-ink"
        >
          Reset
        </button>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto p-2">
        {wanted === '' && (
          <ShownColumns columns={columns} pinned={pinned} onChange={onChange} onPin={onPin} />
        )}
        {keys.isError && (
          <p role="alert" className="px-1 py-2 text-bad">
            {keys.error.message}
          </p>
        )}
        {groups.map(({ title, ids }) => (
          <KeyGroup
            key={title}
            title={title}
            ids={ids.filter(
              (id) => runColumn(id).title.toLowerCase().includes(wanted) || id.includes(wanted),
            )}
            chosen={columns}
            onToggle={toggle}
          >
            {title === 'Metrics' && (
              <select
                aria-label="Which value of a metric"
                value={aggregate}
                onChange={(event) => setAggregate(MetricAggregate.parse(event.target.value))}
                className="rounded border border-line bg-paper px-1 text-xs"
              >
                {METRIC_AGGREGATES.map((each) => (
                  <option key={each}>{each}</option>
                ))}
              </select>
            )}
          </KeyGroup>
        ))}
      </div>
    </>
  );
}

function ShownColumns({
  columns,
  pinned,
  onChange,
  onPin,
}: {
  columns: readonly RunColumnId[];
  pinned: readonly RunColumnId[];
  onChange: (columns: readonly RunColumnId[]) => void;
  onPin: (pinned: readonly RunColumnId[]) => void;
}) {
  const swap = (i: number, j: number) =>
    onChange(columns.map((id, k) => (k === i ? columns[j]! : k === j ? columns[i]! : id)));
  return (
    <section className="mb-3">
      <h3 className="heading px-1 py-1">Shown</h3>
      <ol aria-label="Columns shown">
        {columns.map((id, i) => {
          const { title } = runColumn(id);
          const isPinned = pinned.includes(id);
          return (
            <li key={id} className="flex items-center pl-1">
              <span className="min-w-0 flex-1 truncate" title={id}>
                {title}
              </span>
              <IconButton
                label={isPinned ? `Let ${title} move` : `Keep ${title} in view`}
                aria-pressed={isPinned}
                className={isPinned ? 'text-accent!' : undefined}
                onClick={() => onPin(isPinned ? pinned.filter((each) => each !== id) : [...pinned, id])}
              >
                {isPinned ? <PinOff aria-hidden size={13} /> : <Pin aria-hidden size={13} />}
              </IconButton>
              <IconButton
                label={`Move ${title} to the left`}
                disabled={i === 0}
                onClick={() => swap(i, i - 1)}
              >
                <ArrowUp aria-hidden size={13} />
              </IconButton>
              <IconButton
                label={`Move ${title} to the right`}
                disabled={i === columns.length - 1}
                onClick={() => swap(i, i + 1)}
              >
                <ArrowDown aria-hidden size={13} />
              </IconButton>
              <IconButton
                label={`Hide ${title}`}
                onClick={() => onChange(columns.filter((each) => each !== id))}
              >
                <X aria-hidden size={13} />
              </IconButton>
            </li>
          );
        })}
      </ol>
    </section>
  );
}

function KeyGroup({
  title,
  ids,
  chosen,
  onToggle,
  children,
}: {
  title: string;
  ids: readonly RunColumnId[];
  chosen: readonly RunColumnId[];
  onToggle: (id: RunColumnId) => void;
  children: React.ReactNode;
}) {
  const heading = useId();
  if (ids.length === 0) return null;
  return (
    <section aria-labelledby={heading} className="mb-3">
      <div className="flex items-center justify-between px-1 py-1">
        <h3 id={heading} className="heading">
          {title}
        </h3>
        {children}
      </div>
      {ids.slice(0, LISTED).map((id) => (
        <label key={id} className="flex cursor-pointer items-center gap-2 rounded px-1 py-1 hover:bg-raised">
          <Checkbox
            checked={chosen.includes(id)}
            disabled={!chosen.includes(id) && chosen.length >= MAX_COLUMNS}
            onCheckedChange={() => onToggle(id)}
          />
          <span className="min-w-0 truncate" title={id}>
            {runColumn(id).title}
          </span>
        </label>
      ))}
      {ids.length > LISTED && (
        <p className="px-1 text-xs text-muted">{ids.length - LISTED} more: filter to find them</p>
      )}
    </section>
  );
}
