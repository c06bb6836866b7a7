'use client';
import type { RunSort } from '@bestiary/contracts/run';
import { Check, ChevronDown } from 'lucide-react';
import { DropdownMenu } from 'radix-ui';
import { CONTROL, ITEM, MENU } from './menu-styles.ts';
import { runColumn, type RunColumnId } from './run-column.ts';

/** The orders of the columns, where there is no room for columns. */
export function SortMenu({
  sort,
  columns,
  onSort,
}: {
  sort: RunSort;
  columns: readonly RunColumnId[];
  onSort: (sort: RunSort) => void;
}) {
  const orders: { title: string; sort: RunSort }[] = [
    { title: 'Newest', sort: { by: 'createdAt', direction: 'desc' } },
    { title: 'Name', sort: { by: 'name', direction: 'asc' } },
    ...columns.map((id) => runColumn(id)),
  ];
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger className={`${CONTROL} lg:hidden`}>
        {orders.find((order) => order.sort.by === sort.by)?.title ?? 'Order'}
        <ChevronDown aria-hidden size={13} className="text-muted" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className={`${MENU} max-h-96 overflow-y-auto`}>
          {orders.map((order) => (
            <DropdownMenu.CheckboxItem
              key={order.sort.by}
              checked={order.sort.by === sort.by}
              onCheckedChange={() => onSort(order.sort)}
              className={ITEM}
            >
              <span className="grid size-4 place-items-center">
                <DropdownMenu.ItemIndicator>
                  <Check aria-hidden size={13} />
                </DropdownMenu.ItemIndicator>
              </span>
              {order.title}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
