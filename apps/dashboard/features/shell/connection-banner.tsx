'use client';
import { Unplug } from 'lucide-react';
import { useConnection } from './use-connection.ts';

export function ConnectionBanner() {
  const away = useConnection() === 'away';
  return (
    <div role="status" aria-live="polite">
      {away && (
        <div className="flex items-center gap-2 border-b border-line bg-warn-soft px-4 py-2 text-warn">
          <Unplug aria-hidden size={15} className="shrink-0" />
          <span>
            The server does not answer. What you see may be out of date; this page reconnects by itself.
          </span>
        </div>
      )}
    </div>
  );
}
