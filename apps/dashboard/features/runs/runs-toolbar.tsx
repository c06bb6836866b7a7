'use client';
import { lazy, Suspense, type RefObject } from 'react';
import type { Project } from '@bestiary/contracts/project';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import type { RunsSearch } from './runs-search.ts';
import { SearchBox } from './search-box.tsx';

// the server draws the menus; what they open with comes after the table answers
const RunsFilters = lazy(() =>
  import('./runs-filters.tsx').then((module) => ({ default: module.RunsFilters })),
);

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
      <Suspense fallback={<Skeleton className="h-8 w-lg max-w-full" />}>
        <RunsFilters search={search} onChange={onChange} projects={projects} />
      </Suspense>
    </div>
  );
}
