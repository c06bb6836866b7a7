'use client';
import { useEffect, useState } from 'react';
import { X } from 'lucide-react';
import { tell, useToast } from './toasts.ts';

/** A message goes by itself after this long (milliseconds), unless the pointer or the focus is on it. */
const SHOWN_FOR_MS = 12_000;

/** The last thing that was done, at the foot of the page. */
export function Toast() {
  const message = useToast();
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (message === null || held) return;
    const timer = setTimeout(() => tell(null), SHOWN_FOR_MS);
    return () => clearTimeout(timer);
  }, [message, held]);
  return (
    <div
      role="status"
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      {message !== null && (
        <div className="fixed inset-x-0 bottom-20 z-30 mx-auto flex w-fit max-w-[calc(100vw-2rem)] items-center gap-3 rounded-lg border border-line-strong bg-panel py-2 pr-2 pl-4 shadow-xl">
          <span dir="auto" className={message.isError ? 'text-bad' : undefined}>
            {message.text}
          </span>
          {message.undo !== undefined && (
            <button
              type="button"
              onClick={() => {
                setHeld(false);
                message.undo?.();
              }}
              className="rounded-md px-2 py-1 font-medium text-accent hover:bg-raised"
            >
              Undo
            </button>
          )}
          <button
            type="button"
            aria-label="Close the message"
            onClick={() => {
              setHeld(false);
              tell(null);
            }}
            className="grid size-7 place-items-center rounded-md text-muted hover:bg-raised hover:text-ink"
          >
            <X aria-hidden size={14} />
          </button>
        </div>
      )}
    </div>
  );
}
