'use client';
import { lazy, Suspense, useEffect, useState } from 'react';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { CircleQuestionMark, Search } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { PAGES } from './pages.ts';
import { EVERYWHERE, usePageActions } from './page-actions.ts';
import { chooseTheme, themeAfter, useThemeChoice } from './theme-choice.ts';
import type { ThemeChoice } from './theme.ts';
import { tell } from './toasts.ts';

const CommandMenu = lazy(() => import('./command-menu.tsx'));
const KeysDialog = lazy(() => import('./keys-dialog.tsx'));
const GetStartedDialog = lazy(() => import('./get-started-dialog.tsx'));

/** What can be done on every page, the menu that finds it, and the list of keys. */
export function AppActions({ theme }: { theme: ThemeChoice }) {
  const router = useRouter();
  const [open, setOpen] = useState<'menu' | 'keys' | 'start' | null>(null);
  const nextTheme = themeAfter(useThemeChoice(theme));
  usePageActions(EVERYWHERE, [
    { title: 'Open the command menu', key: 'k', shown: '⌘K, Ctrl K' },
    { title: 'Get started', act: () => setOpen('start'), isCommand: true },
    { title: 'List the keys', key: '?', act: () => setOpen('keys'), isCommand: true },
    { title: `Change the theme to ${nextTheme}`, act: () => chooseTheme(nextTheme), isCommand: true },
    { title: 'Copy a link to this page', act: () => void copyLink(), isCommand: true },
    ...PAGES.map(({ title, href }) => ({
      title: `Go to ${title}`,
      act: () => router.push(href),
      isCommand: true,
    })),
  ]);
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey) || event.altKey) return;
      event.preventDefault();
      setOpen('menu');
    };
    window.addEventListener('keydown', listen);
    return () => window.removeEventListener('keydown', listen);
  }, []);
  const close = () => setOpen(null);
  return (
    <>
      <button
        type="button"
        onClick={() => setOpen('menu')}
        className="flex h-8 items-center gap-2 rounded-md border border-line bg-paper px-2.5 text-muted hover:border-line-strong hover:text-ink"
      >
        <Search aria-hidden size={14} />
        <span className="max-sm:sr-only">Find or do</span>
        <kbd aria-hidden className="rounded border border-line px-1 font-mono text-2xs max-sm:hidden">
          ⌘K
        </kbd>
      </button>
      <IconButton label="Get started" onClick={() => setOpen('start')}>
        <CircleQuestionMark aria-hidden size={16} />
      </IconButton>
      {open !== null && (
        <Suspense>
          {open === 'menu' && <CommandMenu onClose={close} />}
          {open === 'keys' && <KeysDialog onClose={close} />}
          {open === 'start' && <GetStartedDialog onClose={close} />}
        </Suspense>
      )}
    </>
  );
}

async function copyLink(): Promise<void> {
  try {
    await navigator.clipboard.writeText(location.href);
    tell({ text: 'The link is on the clipboard' });
  } catch {
    tell({ text: 'The browser does not let this page write to the clipboard', isError: true });
  }
}
