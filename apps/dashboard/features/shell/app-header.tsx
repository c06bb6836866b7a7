import Link from 'next/link';
import { AppActions } from './app-actions.tsx';
import { BrandMark } from './brand-mark.tsx';
import { NavLinks } from './nav-links.tsx';
import type { ThemeChoice } from './theme.ts';
import { ThemeToggle } from './theme-toggle.tsx';

export function AppHeader({ theme }: { theme: ThemeChoice }) {
  return (
    <header className="flex h-12 items-center gap-3 border-b border-line bg-panel px-4 sm:px-6">
      <a
        href="#content"
        className="sr-only focus:not-sr-only focus:rounded focus:bg-accent focus:px-3 focus:py-1 focus:text-on-accent"
      >
        Skip to content
      </a>
      <Link href="/" className="flex items-center gap-2 font-semibold tracking-tight text-ink">
        <BrandMark />
        <span className="text-base max-sm:sr-only">Bestiary</span>
      </Link>
      <NavLinks />
      <div className="ml-auto flex items-center gap-2">
        <AppActions theme={theme} />
        <ThemeToggle initial={theme} />
      </div>
    </header>
  );
}
