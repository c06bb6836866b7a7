'use client';
import { lazy, Suspense, type MouseEvent } from 'react';
import type { RunSummary } from '@bestiary/contracts/run';
import { Checkbox } from '@bestiary/ui/components/checkbox';
import clsx from 'clsx';
import { FoldButton } from './fold-button.tsx';
import type { BarRange } from './metric-bars.ts';
import { NarrowRun } from './narrow-run.tsx';
import { PINNED_BOX, PINNED_NAME, pinnedCell } from './pinned-cell.ts';
import { placed, ROW_FRAME, type RowPlace } from './row-frame.ts';
import { RowMenuButton, type RowAction } from './row-menu-button.tsx';
import { RunCell } from './run-cell.tsx';
import type { RunColumnId } from './run-column.ts';
import { RunLink } from './run-link.tsx';
import type { TableLayout } from './table-layout.ts';

const NameForm = lazy(() =>
  import('../run-edit/name-form.tsx').then((module) => ({ default: module.NameForm })),
);

/** A run as a row of the table. */
export function RunRow({
  place,
  run,
  depth,
  isOpen,
  isTicked,
  isRenaming,
  layout,
  ranges,
  onTick,
  onToggle,
  onAction,
  onRenamed,
}: {
  place: RowPlace;
  run: RunSummary;
  depth: number;
  isOpen: boolean | null;
  isTicked: boolean;
  isRenaming: boolean;
  layout: TableLayout;
  ranges: ReadonlyMap<RunColumnId, BarRange | undefined>;
  onTick: (range: boolean) => void;
  onToggle: () => void;
  onAction: (action: RowAction) => void;
  onRenamed: () => void;
}) {
  const { style, ...attributes } = placed(place);
  const tick = (event: MouseEvent) => {
    event.stopPropagation();
    onTick(event.shiftKey);
  };
  const fold = isOpen !== null && (
    <FoldButton label={`Runs made by ${run.name}`} isOpen={isOpen} onToggle={onToggle} />
  );
  const menu = <RowMenuButton run={run} onAction={onAction} />;
  return (
    <div
      {...attributes}
      data-run={run.id}
      data-row={run.id}
      aria-selected={isTicked}
      className={clsx(ROW_FRAME, isTicked ? 'bg-accent-soft' : 'bg-paper hover:bg-raised')}
      style={isRenaming ? { ...style, zIndex: 2 } : style}
    >
      {/* the place around the box counts as the box, and knows of Shift */}
      <span role="cell" className={clsx('flex h-full items-center', PINNED_BOX)} onClick={tick}>
        <Checkbox aria-label={`Select ${run.name}`} checked={isTicked} onClick={tick} />
      </span>
      <span
        role="cell"
        className={clsx('flex h-full min-w-0 items-center gap-1 max-lg:hidden', PINNED_NAME)}
        style={depth === 0 ? undefined : { paddingInlineStart: `${2 + depth * 2}rem` }}
      >
        {fold}
        <span className="flex min-w-0 flex-1 flex-col">
          <RunLink run={run} />
          <span className="truncate text-2xs text-muted">
            {isOpen === null || run.childCount === 0
              ? run.projectName
              : `${run.projectName} · ${run.childCount === 1 ? '1 run' : `${run.childCount} runs`}`}
          </span>
        </span>
        {menu}
      </span>
      {layout.columns.map(({ id, end }) => {
        const pinned = pinnedCell(layout, id);
        return (
          <span
            key={id}
            role="cell"
            style={pinned.style}
            className={clsx(
              'flex h-full min-w-0 items-center max-lg:hidden',
              end && 'justify-end text-right',
              pinned.className,
            )}
          >
            <RunCell run={run} column={id} range={ranges.get(id)} />
          </span>
        );
      })}
      <span
        role="cell"
        className="flex min-w-0 items-start gap-1 lg:hidden"
        style={depth === 0 ? undefined : { paddingInlineStart: `${depth}rem` }}
      >
        {fold && <span className="pt-2">{fold}</span>}
        <span className="min-w-0 flex-1">
          <NarrowRun run={run} columns={layout.columns.map(({ id }) => id)} />
        </span>
        <span className="pt-1.5">{menu}</span>
      </span>
      {isRenaming && (
        <span
          role="cell"
          className="absolute top-1 left-10 z-[2] flex w-[min(34rem,calc(100vw-5rem))] rounded-md border border-line-strong bg-panel p-1.5 shadow-lg"
        >
          <Suspense>
            <NameForm run={run} className="h-7" onClose={onRenamed} />
          </Suspense>
        </span>
      )}
    </div>
  );
}
