import type { ReactNode } from 'react';
import clsx from 'clsx';

/** A message in the place of something that is not there, or about something that went wrong. */
export function Notice({
  title,
  children,
  tone = 'plain',
  role,
}: {
  title: string;
  children?: ReactNode;
  tone?: 'plain' | 'bad' | 'warn';
  role?: 'alert' | 'status';
}) {
  return (
    <div
      role={role}
      className={clsx(
        'rounded-lg border px-4 py-3',
        tone === 'plain' && 'border-dashed border-line-strong text-muted',
        tone === 'bad' && 'border-transparent bg-bad-soft text-ink',
        tone === 'warn' && 'border-transparent bg-warn-soft text-ink',
      )}
    >
      <p
        className={clsx(
          'font-medium',
          tone === 'bad' && 'text-bad',
          tone === 'warn' && 'text-warn',
          tone === 'plain' && 'text-ink',
        )}
      >
        {title}
      </p>
      {children !== undefined && <div className="mt-1">{children}</div>}
    </div>
  );
}
