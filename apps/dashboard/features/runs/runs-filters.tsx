'use client';
import { RUN_STATUSES, type RunStatus } from '@bestiary/contracts/run';
import type { Project } from '@bestiary/contracts/project';
import { StatusBadge } from '@bestiary/ui/components/status-badge';
import { formatCount } from '@bestiary/ui/format';
import { Check, ChevronDown, X } from 'lucide-react';
import { DropdownMenu, Select } from 'radix-ui';
import { ColumnMenu } from './column-menu.tsx';
import { GroupMenu } from './group-menu.tsx';
import { CONTROL, ITEM, MENU } from './menu-styles.ts';
import { DEFAULT_COLUMNS, readColumn } from './run-column.ts';
import { layoutOf, widthsOf, type RunsSearch } from './runs-search.ts';
import { SavedSearches } from './saved-searches.tsx';
import { searchedText } from './searched-text.ts';
import { ShelfMenu } from './shelf-menu.tsx';
import { SortMenu } from './sort-menu.tsx';

/** The menus beside the search box. */
export function RunsFilters({
  search,
  onChange,
  projects,
}: {
  search: RunsSearch;
  onChange: (change: Partial<RunsSearch>) => void;
  projects: readonly Project[];
}) {
  const projectName = projects.find(({ id }) => id === search.project)?.name;
  return (
    <>
      <StatusFilter value={search.status} onChange={(status) => onChange({ status })} />
      {projects.length > 1 && (
        <ProjectFilter
          value={search.project}
          projects={projects}
          onChange={(project) => onChange({ project })}
        />
      )}
      <SortMenu sort={search.sort} columns={search.cols} onSort={(sort) => onChange({ sort })} />
      <ShelfMenu value={search.shelf} onChange={(shelf) => onChange({ shelf })} />
      <SavedSearches
        current={{
          text: searchedText(search.q, { statuses: search.status, projectName }),
          sort: search.sort,
          columns: search.cols,
          layout: { widths: widthsOf(search), pinned: search.pinned, group: search.group },
        }}
        onChoose={(saved) =>
          onChange({
            q: saved.text,
            status: [],
            project: '',
            sort: saved.sort,
            cols: saved.columns.flatMap((word) => readColumn(word) ?? []),
            ...layoutOf(saved.layout),
          })
        }
      />
      <GroupMenu value={search.group} onChange={(group) => onChange({ group })} />
      <ColumnMenu
        columns={search.cols}
        pinned={search.pinned}
        onChange={(cols) => onChange({ cols: [...cols] })}
        onPin={(pinned) => onChange({ pinned: [...pinned] })}
        onReset={() => onChange({ cols: [...DEFAULT_COLUMNS], widths: [], pinned: [] })}
      />
    </>
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
    <DropdownMenu.Root modal={false}>
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
