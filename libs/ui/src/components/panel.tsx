import { useId, type ReactNode } from 'react';
import clsx from 'clsx';

/** A titled region of a page. */
export function Panel({
  title,
  aside,
  children,
  className,
}: {
  title: string;
  /** beside the title: a legend, a switch */
  aside?: ReactNode;
  children: ReactNode;
  className?: string;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={clsx('min-w-0 rounded-lg border border-line bg-panel', className)}
    >
      <header className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2">
        <h2 id={id} className="text-sm font-semibold">
          {title}
        </h2>
        {aside !== undefined && <div className="ml-auto flex flex-wrap items-center gap-3">{aside}</div>}
      </header>
      <div className="px-4 pb-4">{children}</div>
    </section>
  );
}
