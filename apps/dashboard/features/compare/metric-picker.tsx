'use client';
import { useState } from 'react';
import { MAX_DRAWN_METRICS } from '@bestiary/contracts/curve';
import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';

/** Which metrics are drawn. */
export function MetricPicker({
  all,
  drawn,
  onChange,
}: {
  all: readonly string[];
  drawn: readonly string[];
  onChange: (metrics: string[]) => void;
}) {
  const [text, setText] = useState('');
  const shown = all.filter((key) => key.toLowerCase().includes(text.trim().toLowerCase()));
  return (
    <Popover.Root>
      <Popover.Trigger className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 text-ink hover:border-line-strong">
        Metrics
        <span className="text-muted tabular-nums">
          {drawn.length} of {all.length}
        </span>
        <ChevronDown aria-hidden size={12} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          aria-label="Metrics to draw"
          className="z-40 flex max-h-[min(26rem,60dvh)] w-72 flex-col rounded-md border border-line bg-panel p-2 text-xs shadow-lg"
        >
          <input
            type="search"
            aria-label="Search metrics"
            placeholder="Search metrics"
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="mb-1 h-7 w-full rounded-md border border-line bg-paper px-2"
          />
          <div className="min-h-0 overflow-y-auto">
            {shown.length === 0 && <p className="p-2 text-muted">No metric has such a name.</p>}
            {shown.map((key) => {
              const checked = drawn.includes(key);
              return (
                <label key={key} className="flex items-center gap-2 rounded px-1.5 py-1 hover:bg-raised">
                  <input
                    type="checkbox"
                    checked={checked}
                    disabled={!checked && drawn.length >= MAX_DRAWN_METRICS}
                    onChange={() =>
                      onChange(checked ? drawn.filter((each) => each !== key) : [...drawn, key])
                    }
                    className="accent-accent"
                  />
                  <span className="min-w-0 truncate" title={key}>
                    {key}
                  </span>
                </label>
              );
            })}
          </div>
          {drawn.length >= MAX_DRAWN_METRICS && (
            <p className="mt-1 px-1.5 text-muted">{MAX_DRAWN_METRICS} at a time</p>
          )}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
