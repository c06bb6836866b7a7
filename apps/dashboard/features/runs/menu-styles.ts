/** Looks of the controls above the table, and of what they open. */
export const CONTROL =
  'inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 text-sm hover:border-line-strong';
export const MENU = 'z-50 min-w-40 rounded-md border border-line bg-panel p-1 shadow-lg';
export const ITEM =
  'flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 outline-none data-[highlighted]:bg-raised';
