'use client';
import { RunShelf } from '@bestiary/contracts/run';
import { ChevronDown } from 'lucide-react';
import { Select } from 'radix-ui';
import { CONTROL, ITEM, MENU } from './menu-styles.ts';

const TITLES: Readonly<Record<RunShelf, string>> = {
  active: 'Active runs',
  archived: 'Archive',
  trash: 'Trash',
};

/** Where the runs of the table are kept. */
export function ShelfMenu({ value, onChange }: { value: RunShelf; onChange: (value: RunShelf) => void }) {
  return (
    <Select.Root value={value} onValueChange={(next) => onChange(RunShelf.parse(next))}>
      <Select.Trigger aria-label="Shelf" className={CONTROL}>
        <Select.Value />
        <Select.Icon>
          <ChevronDown aria-hidden size={13} className="text-muted" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Content position="popper" sideOffset={4} className={MENU}>
          <Select.Viewport>
            {RunShelf.options.map((shelf) => (
              <Select.Item key={shelf} value={shelf} className={ITEM}>
                <Select.ItemText>{TITLES[shelf]}</Select.ItemText>
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}
