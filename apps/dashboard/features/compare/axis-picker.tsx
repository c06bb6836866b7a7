'use client';
import type { RunKeyColumn } from '@bestiary/contracts/run-search';
import { ChevronDown } from 'lucide-react';
import { Popover } from 'radix-ui';
import { columnTitle } from './run-field.ts';

/** Which axes the parallel coordinates have. */
export function AxisPicker({
  columns,
  chosen,
  onChange,
}: {
  columns: readonly RunKeyColumn[];
  chosen: readonly RunKeyColumn[];
  onChange: (columns: RunKeyColumn[]) => void;
}) {
  return (
    <Popover.Root>
      <Popover.Trigger className="inline-flex h-7 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 text-ink hover:border-line-strong">
        Axes <span className="text-muted tabular-nums">{chosen.length}</span>
        <ChevronDown aria-hidden size={12} />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          aria-label="Axes"
          className="z-40 max-h-[min(26rem,60dvh)] w-72 overflow-y-auto rounded-md border border-line bg-panel p-2 text-xs shadow-lg"
        >
          {columns.map((column) => {
            const checked = chosen.includes(column);
            return (
              <label key={column} className="flex items-center gap-2 rounded px-1.5 py-1 hover:bg-raised">
                <input
                  type="checkbox"
                  checked={checked}
                  disabled={checked && chosen.length === 1}
                  onChange={() =>
                    onChange(checked ? chosen.filter((each) => each !== column) : [...chosen, column])
                  }
                  className="accent-accent"
                />
                <span className="min-w-0 truncate">{columnTitle(column)}</span>
              </label>
            );
          })}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
