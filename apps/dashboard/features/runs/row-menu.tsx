'use client';
import type { ReactElement } from 'react';
import type { RunSummary } from '@bestiary/contracts/run';
import { useRouter } from 'next/navigation';
import { DropdownMenu } from 'radix-ui';
import { tell } from '../shell/toasts.ts';
import { ITEM, MENU } from './menu-styles.ts';
import type { RowAction } from './row-menu-button.tsx';

/** The menu of a row; it opens as it is mounted. */
export default function RowMenu({
  run,
  trigger,
  onAction,
}: {
  run: RunSummary;
  trigger: ReactElement;
  onAction: (action: RowAction) => void;
}) {
  const router = useRouter();
  const entries: { title: string; act: () => void; key?: string }[] = [
    { title: 'Open', act: () => router.push(`/runs/${run.id}`), key: 'Enter' },
    { title: 'Rename', act: () => onAction('rename'), key: 'r' },
    { title: 'Tags', act: () => onAction('tags'), key: 't' },
    { title: 'Copy its id', act: () => void copy(run.id) },
    ...(run.deletedAt !== null
      ? [{ title: 'Restore', act: () => onAction('restore') }]
      : [
          run.archivedAt === null
            ? { title: 'Archive', act: () => onAction('archive') }
            : { title: 'Bring back from the archive', act: () => onAction('unarchive') },
          { title: 'Delete', act: () => onAction('trash') },
        ]),
  ];
  return (
    <DropdownMenu.Root defaultOpen modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className={MENU}>
          {entries.map(({ title, act, key }) => (
            // what an action opens takes the focus after the menu has given it back
            <DropdownMenu.Item key={title} onSelect={() => requestAnimationFrame(act)} className={ITEM}>
              {title}
              {key !== undefined && (
                <kbd aria-hidden className="ml-auto pl-4 font-mono text-2xs text-muted">
                  {key}
                </kbd>
              )}
            </DropdownMenu.Item>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

async function copy(id: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(id);
    tell({ text: 'The id is on the clipboard' });
  } catch {
    tell({ text: 'The browser does not let this page write to the clipboard', isError: true });
  }
}
