/** Looks of what is edited in place. */
export const FIELD = 'min-w-0 rounded-md border border-line-strong bg-paper px-2';
export const SAVE =
  'h-7 shrink-0 rounded-md bg-accent px-2.5 text-sm font-medium text-on-accent disabled:opacity-50';
export const CANCEL = 'h-7 shrink-0 rounded-md px-2 text-sm text-muted hover:bg-raised hover:text-ink';
