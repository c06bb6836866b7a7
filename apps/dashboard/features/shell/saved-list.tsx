'use client';
import { useState, type ReactNode } from 'react';
import { Name } from '@bestiary/contracts/project';
import { Trash2 } from 'lucide-react';

/** Something that was saved under a name. */
export interface SavedItem {
  id: string;
  name: string;
}

/** Saves what is on the page under a name, and brings back or deletes what was saved before. */
export function SavedList<Item extends SavedItem>({
  what,
  label,
  items,
  none,
  note,
  failure,
  isSaving,
  onSave,
  onChoose,
  onDelete,
  detailOf,
}: {
  /** `view`, `search` */
  what: string;
  /** of the list */
  label: string;
  /** undefined while they are loaded */
  items: readonly Item[] | undefined;
  /** said where there are none */
  none: string;
  /** below the name: what is saved with it */
  note?: ReactNode;
  /** why something went wrong */
  failure: string | undefined;
  isSaving: boolean;
  /** @param onSaved is called when it was */
  onSave: (name: string, onSaved: () => void) => void;
  onChoose: (item: Item) => void;
  onDelete: (item: Item) => void;
  /** a second line of an item */
  detailOf?: (item: Item) => string;
}) {
  const [name, setName] = useState('');
  return (
    <>
      <form
        className="flex gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          onSave(name, () => setName(''));
        }}
      >
        <input
          aria-label={`Name of this ${what}`}
          placeholder={`Name of this ${what}`}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.target.value)}
          className="h-8 min-w-0 flex-1 rounded-md border border-line bg-paper px-2"
        />
        <button
          type="submit"
          disabled={!Name.safeParse(name).success || isSaving}
          className="rounded-md bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
        >
          Save
        </button>
      </form>
      {note}
      {failure !== undefined && (
        <p role="alert" className="text-xs text-bad">
          {failure}
        </p>
      )}
      {items?.length === 0 && <p className="text-xs text-muted">{none}</p>}
      <ul aria-label={label} className="flex max-h-72 flex-col overflow-y-auto">
        {items?.map((item) => (
          <li key={item.id} className="flex items-center gap-1">
            <button
              type="button"
              onClick={() => onChoose(item)}
              className="min-w-0 flex-1 rounded px-2 py-1 text-left hover:bg-raised"
            >
              <bdi className="block truncate">{item.name}</bdi>
              {detailOf !== undefined && (
                <span className="block truncate font-mono text-2xs text-muted">{detailOf(item)}</span>
              )}
            </button>
            <button
              type="button"
              aria-label={`Delete the ${what} ${item.name}`}
              onClick={() => onDelete(item)}
              className="grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-raised hover:text-bad"
            >
              <Trash2 aria-hidden size={14} />
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
