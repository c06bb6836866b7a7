import { NAMED_RUNS_OF_GROUP, type RunGroup } from '@bestiary/contracts/run-group';
import { Checkbox } from '@bestiary/ui/components/checkbox';
import { formatCount } from '@bestiary/ui/format';
import clsx from 'clsx';
import { FoldButton } from './fold-button.tsx';
import { PINNED_BOX, PINNED_NAME, pinnedCell } from './pinned-cell.ts';
import { placed, ROW_FRAME, type RowPlace } from './row-frame.ts';
import { StatisticsCell } from './statistics-cell.tsx';
import type { TableLayout } from './table-layout.ts';

/** Runs that have something in common, as a row: how many, and what their metrics are on the whole. */
export function GroupRow({
  place,
  rowKey,
  group,
  label,
  isOpen,
  ticked,
  layout,
  onTick,
  onToggle,
}: {
  place: RowPlace;
  rowKey: string;
  group: RunGroup;
  label: string;
  isOpen: boolean;
  ticked: boolean | 'indeterminate';
  layout: TableLayout;
  onTick: () => void;
  onToggle: () => void;
}) {
  const count = group.runCount === 1 ? '1 run' : `${formatCount(group.runCount)} runs`;
  const metrics = layout.columns.filter(({ id }) => id.startsWith('metrics.'));
  const name = (
    <>
      <FoldButton label={`Runs of ${label}`} isOpen={isOpen} onToggle={onToggle} />
      <span className="flex min-w-0 flex-col">
        <span dir="auto" title={label} className="truncate text-left font-medium">
          {label}
        </span>
        <span className="text-2xs text-muted tabular-nums">{count}</span>
      </span>
    </>
  );
  return (
    <div {...placed(place)} data-row={rowKey} className={clsx(ROW_FRAME, 'bg-panel hover:bg-raised')}>
      <span role="cell" className={clsx('flex h-full items-center', PINNED_BOX)}>
        {group.runCount <= NAMED_RUNS_OF_GROUP && (
          <Checkbox aria-label={`Select the runs of ${label}`} checked={ticked} onCheckedChange={onTick} />
        )}
      </span>
      <span role="cell" className={clsx('flex h-full min-w-0 items-center gap-1 max-lg:hidden', PINNED_NAME)}>
        {name}
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
            {id.startsWith('metrics.') && <StatisticsCell column={id} statistics={group.metrics[id]} />}
          </span>
        );
      })}
      <span role="cell" className="flex min-w-0 flex-col gap-1 py-2 lg:hidden">
        <span className="flex min-w-0 items-center gap-1">{name}</span>
        <span className="flex flex-wrap gap-x-5 gap-y-1 pl-7 text-xs">
          {metrics.map(({ id, title }) => (
            <span key={id} className="flex gap-1.5">
              <span className="text-muted">{title.replace('Val. ', '')}</span>
              <StatisticsCell column={id} statistics={group.metrics[id]} />
            </span>
          ))}
        </span>
      </span>
    </div>
  );
}
