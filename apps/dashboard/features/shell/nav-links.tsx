'use client';
import clsx from 'clsx';
import Link from 'next/link';
import { usePathname } from 'next/navigation';

/** The places of the dashboard, and which pages lie in each. */
const PLACES = [
  { title: 'Runs', href: '/', pages: ['/runs', '/compare'] },
  { title: 'Sweeps', href: '/sweeps', pages: ['/sweeps', '/workers'] },
  { title: 'Reports', href: '/reports', pages: ['/reports'] },
] as const;

export function NavLinks() {
  const path = usePathname();
  return (
    <nav aria-label="Places" className="flex h-full items-stretch gap-1">
      {PLACES.map(({ title, href, pages }) => {
        const isHere = path === href || pages.some((page) => path === page || path.startsWith(`${page}/`));
        return (
          <Link
            key={href}
            href={href}
            aria-current={isHere ? 'page' : undefined}
            className={clsx(
              'flex items-center border-b-2 px-2 focus-visible:outline-offset-[-3px]',
              isHere ? 'border-accent font-medium text-ink' : 'border-transparent text-muted hover:text-ink',
            )}
          >
            {title}
          </Link>
        );
      })}
    </nav>
  );
}
