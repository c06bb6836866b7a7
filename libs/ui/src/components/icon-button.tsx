'use client';
import type { ComponentProps } from 'react';
import clsx from 'clsx';
import { Tooltip } from 'radix-ui';

/** A button of one icon: its label is its accessible name and its tooltip. Needs a `Tooltip.Provider` above. */
export function IconButton({ label, className, ...button }: ComponentProps<'button'> & { label: string }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>
        <button
          type="button"
          aria-label={label}
          className={clsx(
            'grid size-8 shrink-0 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink disabled:opacity-40',
            className,
          )}
          {...button}
        />
      </Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          className="z-50 rounded-md border border-line bg-panel px-2 py-1 text-xs text-ink shadow-md"
        >
          {label}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
