'use client';
import type { ReactNode } from 'react';
import { Segmented } from '@bestiary/ui/components/segmented';
import { formatFixed } from '@bestiary/ui/format';
import { useQueryStates } from 'nuqs';
import { COMPARE_SEARCH, smoothingOf, type CompareSearch } from './compare-search.ts';
import { MetricPicker } from './metric-picker.tsx';

/** How the curves are drawn: all of it is in the URL. */
export function CurveControls({
  metrics,
  drawn,
  params,
  stepName,
}: {
  metrics: readonly string[];
  drawn: readonly string[];
  /** in which the runs differ */
  params: readonly string[];
  stepName: string;
}) {
  const [search, setSearch] = useQueryStates(COMPARE_SEARCH, { history: 'push' });
  const set = (change: Partial<CompareSearch>) => void setSearch(change);
  const smoothing = smoothingOf(search);
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-xs text-muted">
      <MetricPicker all={metrics} drawn={drawn} onChange={(next) => set({ metrics: next })} />
      <label className="flex items-center gap-2">
        smoothing
        <input
          type="range"
          min={0}
          max={0.99}
          step={0.01}
          value={smoothing}
          onChange={(event) =>
            void setSearch({ smoothing: Number(event.target.value) }, { history: 'replace' })
          }
          className="w-24 accent-accent"
        />
        <span className="w-7 tabular-nums">{formatFixed(smoothing, 2)}</span>
      </label>
      <Segmented
        label="Horizontal axis"
        value={search.axis}
        options={[
          { value: 'step', label: stepName },
          { value: 'relative', label: 'relative time' },
          { value: 'wall', label: 'wall time' },
        ]}
        onChange={(axis) => set({ axis, zoom: null })}
      />
      <Check checked={search.logx} disabled={search.axis === 'wall'} onChange={(logx) => set({ logx })}>
        log x
      </Check>
      <Check checked={search.logy} onChange={(logy) => set({ logy })}>
        log y
      </Check>
      <label className="flex items-center gap-2">
        group by
        <select
          value={search.group ?? ''}
          onChange={(event) => set({ group: event.target.value === '' ? null : event.target.value })}
          className="h-7 max-w-44 rounded-md border border-line bg-panel px-2 text-ink"
        >
          <option value="">no grouping</option>
          {params.map((key) => (
            <option key={key} value={key}>
              {key}
            </option>
          ))}
          {search.group !== null && !params.includes(search.group) && (
            <option value={search.group}>{search.group}</option>
          )}
        </select>
      </label>
      {search.zoom !== null && (
        <button
          type="button"
          onClick={() => set({ zoom: null })}
          className="h-7 rounded-md border border-line bg-panel px-2.5 text-ink hover:border-line-strong"
        >
          Show all
        </button>
      )}
    </div>
  );
}

function Check({
  checked,
  disabled = false,
  onChange,
  children,
}: {
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
}) {
  return (
    <label className="flex items-center gap-1.5">
      <input
        type="checkbox"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.target.checked)}
        className="accent-accent"
      />
      {children}
    </label>
  );
}
