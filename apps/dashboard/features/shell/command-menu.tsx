'use client';
import { useState } from 'react';
import { StatusBadge } from '@bestiary/ui/components/status-badge';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { useRouter } from 'next/navigation';
import { Dialog } from 'radix-ui';
import { pageActions, type PageAction } from './page-actions.ts';
import { useFocusBack } from './use-focus-back.ts';
import { useRested } from './use-rested.ts';
import { useTRPC } from './trpc.ts';

/** So many runs of a name are offered. */
const RUNS_SHOWN = 8;
/** The server is asked when nothing was typed for this long (milliseconds). */
const REST_MS = 120;

/** Everything that can be done here, and every run by its name: found by typing. */
export default function CommandMenu({ onClose }: { onClose: () => void }) {
  const trpc = useTRPC();
  const router = useRouter();
  const focusBack = useFocusBack();
  const [text, setText] = useState('');
  const [places] = useState(() =>
    pageActions().map(({ where, actions }) => ({
      where,
      actions: actions.filter(({ act, isCommand }) => isCommand && act !== undefined),
    })),
  );
  const words = useRested(text, REST_MS).trim();
  const runs = useQuery({
    ...trpc.runs.list.queryOptions({
      ...(words === '' ? {} : { text: words }),
      sort: { by: 'createdAt', direction: 'desc' },
      columns: [],
      limit: RUNS_SHOWN,
    }),
    placeholderData: keepPreviousData,
  });
  const found = places
    .map(({ where, actions }) => ({ where, actions: actions.filter(({ title }) => holds(title, text)) }))
    .filter(({ actions }) => actions.length > 0);
  const close = (act: () => void) => () => {
    onClose();
    // what the action opens takes the focus after the menu has given it back
    requestAnimationFrame(() => setTimeout(act));
  };
  const count = found.reduce((sum, { actions }) => sum + actions.length, 0) + (runs.data?.runs.length ?? 0);
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-black/50" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={focusBack}
          className="fixed inset-x-0 top-[12vh] z-50 mx-auto w-[min(38rem,calc(100vw-2rem))] overflow-hidden rounded-lg border border-line-strong bg-panel shadow-xl"
        >
          <Dialog.Title className="sr-only">Commands and runs</Dialog.Title>
          <Command label="Commands and runs" shouldFilter={false} loop>
            <Command.Input
              autoFocus
              value={text}
              onValueChange={setText}
              placeholder="Type a command or the name of a run"
              className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none"
            />
            <Command.List
              label="Commands and runs found"
              className="max-h-[min(26rem,60vh)] overflow-y-auto p-2"
            >
              {count === 0 && !runs.isFetching && (
                <Command.Empty className="px-3 py-6 text-center text-muted">
                  {runs.error === null ? 'Nothing is called that.' : runs.error.message}
                </Command.Empty>
              )}
              {found.map(({ where, actions }) => (
                <Command.Group key={where} heading={where} className={GROUP}>
                  {actions.map((action) => (
                    <ActionItem
                      key={action.title}
                      where={where}
                      action={action}
                      onSelect={close(action.act!)}
                    />
                  ))}
                </Command.Group>
              ))}
              {(runs.data?.runs.length ?? 0) > 0 && (
                <Command.Group heading={words === '' ? 'Newest runs' : 'Runs'} className={GROUP}>
                  {runs.data?.runs.map((run) => (
                    <Command.Item
                      key={run.id}
                      value={`run ${run.id}`}
                      onSelect={close(() => router.push(`/runs/${run.id}`))}
                      className={ITEM}
                    >
                      <span dir="auto" className="min-w-0 truncate">
                        {run.name}
                      </span>
                      <span className="min-w-0 truncate text-xs text-muted">{run.projectName}</span>
                      <span className="ml-auto shrink-0 text-xs">
                        <StatusBadge status={run.status} />
                      </span>
                    </Command.Item>
                  ))}
                </Command.Group>
              )}
            </Command.List>
          </Command>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const GROUP =
  '[&_[cmdk-group-heading]]:px-3 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-muted';
const ITEM =
  'flex min-h-9 cursor-pointer items-center gap-3 rounded px-3 py-1.5 data-[selected=true]:bg-accent-soft';

function ActionItem({
  where,
  action,
  onSelect,
}: {
  where: string;
  action: PageAction;
  onSelect: () => void;
}) {
  const { title, key, shown = key } = action;
  return (
    <Command.Item value={`${where}: ${title}`} onSelect={onSelect} className={ITEM}>
      <span className="min-w-0 truncate">{title}</span>
      {shown !== undefined && (
        <kbd className="ml-auto rounded border border-line-strong bg-raised px-1.5 py-0.5 font-mono text-xs">
          {shown}
        </kbd>
      )}
    </Command.Item>
  );
}

/** Whether each word of a text begins or stands in a title. */
function holds(title: string, text: string): boolean {
  const lower = title.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}
