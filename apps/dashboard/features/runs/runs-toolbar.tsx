'use client';
import type { RefObject } from 'react';
import { RUN_STATUSES, type RunStatus } from '@bestiary/contracts/run';
import type { Project } from '@bestiary/contracts/project';
import { StatusBadge } from '@bestiary/ui/components/status-badge';
import { formatCount } from '@bestiary/ui/format';
import { Check, ChevronDown, X } from 'lucide-react';
import { DropdownMenu, Select } from 'radix-ui';
import { COLUMN_TRAITS } from './runs-columns.tsx';
import type { RunsSearch } from './runs-search.ts';
import { SearchBox } from './search-box.tsx';

const CONTROL =
  'inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 text-sm hover:border-line-strong';
const MENU = 'z-50 min-w-40 rounded-md border border-line bg-panel p-1 shadow-lg';
const ITEM =
  'flex cursor-pointer items-center gap-2 rounded px-2 py-1.5 outline-none data-[highlighted]:bg-raised';

export function RunsToolbar({
  search,
  onChange,
  projects,
  searchInput,
}: {
  search: RunsSearch;
  onChange: (change: Partial<RunsSearch>) => void;
  projects: readonly Project[];
  searchInput: RefObject<HTMLInputElement | null>;
}) {
  return (
    <div role="search" aria-label="Filter runs" className="flex flex-wrap items-start gap-2">
      <div className="min-w-0 flex-1 max-sm:basis-full sm:max-w-2xl sm:basis-72">
        <SearchBox value={search.q} onChange={(q) => onChange({ q })} input={searchInput} />
      </div>
      <StatusFilter value={search.status} onChange={(status) => onChange({ status })} />
      {projects.length > 1 && (
        <ProjectFilter
          value={search.project}
          projects={projects}
          onChange={(project) => onChange({ project })}
        />
      )}
      <SortMenu search={search} onChange={onChange} />
    </div>
  );
}

function StatusFilter({
  value,
  onChange,
}: {
  value: readonly RunStatus[];
  onChange: (value: RunStatus[]) => void;
}) {
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={CONTROL}>
        {value.length === 0 ? 'Any status' : value.length === 1 ? value[0] : `${value.length} statuses`}
        <ChevronDown aria-hidden size={13} className="text-muted" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className={MENU}>
          {RUN_STATUSES.map((status) => (
            <DropdownMenu.CheckboxItem
              key={status}
              checked={value.includes(status)}
              onSelect={(event) => event.preventDefault()}
              onCheckedChange={(checked) =>
                onChange(checked ? [...value, status] : value.filter((each) => each !== status))
              }
              className={ITEM}
            >
              <span className="grid size-4 place-items-center">
                <DropdownMenu.ItemIndicator>
                  <Check aria-hidden size={13} />
                </DropdownMenu.ItemIndicator>
              </span>
              <StatusBadge status={status} />
            </DropdownMenu.CheckboxItem>
          ))}
          {value.length > 0 && (
            <>
              <DropdownMenu.Separator className="my-1 h-px bg-line" />
              <DropdownMenu.Item className={ITEM} onSelect={() => onChange([])}>
                <span className="grid size-4 place-items-center">
                  <X aria-hidden size={13} />
                </span>
                Any status
              </DropdownMenu.Item>
            </>
          )}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}

const ALL = 'all';

function ProjectFilter({
  value,
  projects,
  onChange,
}: {
  value: string;
  projects: readonly Project[];
  onChange: (value: string) => void;
}) {
  return (
    <Select.Root value={value || ALL} onValueChange={(next) => onChange(next === ALL ? '' : next)}>
      <Select.Trigger aria-label="Project" className={`${CONTROL} max-w-48 min-w-0`}>
        <span className="truncate">
          <Select.Value />
        </span>
        <Select.Icon>
          <ChevronDown aria-hidden size={13} className="text-muted" />
        </Select.Icon>
      </Select.Trigger>
      <Select.Portal>
        <Select.Content position="popper" sideOffset={4} className={`${MENU} max-h-80`}>
          <Select.Viewport>
            {[{ id: ALL, name: 'All projects', runCount: null }, ...projects].map((project) => (
              <Select.Item key={project.id} value={project.id} className={ITEM}>
                <Select.ItemText>{project.name}</Select.ItemText>
                {project.runCount !== null && (
                  <span className="ml-auto pl-3 text-xs text-muted tabular-nums">
                    {formatCount(project.runCount)}
                  </span>
                )}
              </Select.Item>
            ))}
          </Select.Viewport>
        </Select.Content>
      </Select.Portal>
    </Select.Root>
  );
}

const ORDERS = [
  { title: 'Newest', sort: { by: 'createdAt', direction: 'desc' } },
  { title: 'Best val. accuracy', sort: COLUMN_TRAITS['val_accuracy']?.sort },
  { title: 'Best val. balanced', sort: COLUMN_TRAITS['val_balanced_accuracy']?.sort },
  { title: 'Least val. loss', sort: COLUMN_TRAITS['val_loss']?.sort },
  { title: 'Name', sort: { by: 'name', direction: 'asc' } },
  { title: 'Longest', sort: { by: 'duration', direction: 'desc' } },
] as const;

/** The orders of the columns, where there is no room for columns. */
function SortMenu({
  search,
  onChange,
}: {
  search: RunsSearch;
  onChange: (change: Partial<RunsSearch>) => void;
}) {
  const isNow = (sort: RunsSearch['sort'] | undefined) =>
    sort?.by === search.sort.by && sort.direction === search.sort.direction;
  return (
    <DropdownMenu.Root>
      <DropdownMenu.Trigger className={`${CONTROL} lg:hidden`}>
        {ORDERS.find(({ sort }) => isNow(sort))?.title ?? 'Order'}
        <ChevronDown aria-hidden size={13} className="text-muted" />
      </DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content align="start" sideOffset={4} className={MENU}>
          {ORDERS.map(({ title, sort }) => (
            <DropdownMenu.CheckboxItem
              key={title}
              checked={isNow(sort)}
              onCheckedChange={() => onChange({ sort })}
              className={ITEM}
            >
              <span className="grid size-4 place-items-center">
                <DropdownMenu.ItemIndicator>
                  <Check aria-hidden size={13} />
                </DropdownMenu.ItemIndicator>
              </span>
              {title}
            </DropdownMenu.CheckboxItem>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  );
}
