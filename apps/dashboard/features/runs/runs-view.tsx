'use client';
import { useCallback, useMemo, useRef, useState } from 'react';
import { MAX_COMPARED } from '@bestiary/contracts/curve';
import type { RunPage } from '@bestiary/contracts/run';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount } from '@bestiary/ui/format';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { usePageActions } from '../shell/page-actions.ts';
import { useTRPC } from '../shell/trpc.ts';
import { FirstRun } from './first-run.tsx';
import { NOTHING_SELECTED, withoutRuns } from './run-selection.ts';
import { runsQuery } from './runs-query.ts';
import { isFiltered, RUNS_SEARCH } from './runs-search.ts';
import { RunsTable } from './runs-table.tsx';
import { RunsToolbar } from './runs-toolbar.tsx';
import { compareHref, SelectionBar } from './selection-bar.tsx';
import { useBulkActions } from './use-bulk-actions.ts';
import { useLiveRuns } from './use-live-runs.ts';

const NO_PROJECTS: never[] = [];

export function RunsView() {
  const trpc = useTRPC();
  const [search, setSearch] = useQueryStates(RUNS_SEARCH);
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const router = useRouter();
  const searchInput = useRef<HTMLInputElement>(null);
  const [input, paging] = runsQuery(search);
  const list = useInfiniteQuery({
    ...trpc.runs.list.infiniteQueryOptions(input, paging),
    placeholderData: keepPreviousData,
  });
  const projects = useQuery(trpc.projects.list.queryOptions());
  useLiveRuns(search);
  const actions = useBulkActions((ids) => setSelection((before) => withoutRuns(before, ids)));
  const { size } = selection.ids;
  const canCompare = size >= 2 && size <= MAX_COMPARED;
  usePageActions('Runs', [
    { title: 'Go to the search box', key: '/', act: () => searchInput.current?.focus(), isCommand: true },
    {
      title: 'Compare the selected runs',
      key: 'c',
      ...(canCompare ? { act: () => router.push(compareHref(selection.ids)), isCommand: true } : {}),
    },
  ]);

  const runs = useMemo(() => list.data?.pages.flatMap((page) => page.runs) ?? [], [list.data]);
  const total = list.data?.pages[0]?.total ?? 0;
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const onEnd = useCallback(() => void fetchNextPage(), [fetchNextPage]);

  if (list.data && total === 0 && !isFiltered(search) && projects.data?.length === 0) {
    return (
      <div className="px-4 sm:px-6">
        <h1 className="sr-only">Runs</h1>
        <FirstRun />
      </div>
    );
  }
  return (
    <div className="mx-auto max-w-[110rem] px-4 pb-24 sm:px-6">
      <div className="flex flex-wrap items-start gap-x-6 gap-y-3 py-4">
        <h1 className="text-lg leading-8 font-semibold tracking-tight">
          Runs
          {list.data && (
            <span className="ml-2 text-sm font-normal text-muted tabular-nums">
              {countOf(list.data.pages[0])}
            </span>
          )}
        </h1>
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <RunsToolbar
            search={search}
            searchInput={searchInput}
            projects={projects.data ?? NO_PROJECTS}
            onChange={(change) => {
              if (change.shelf !== undefined) setSelection(NOTHING_SELECTED);
              void setSearch(change);
            }}
          />
        </div>
      </div>
      {list.isError && (
        <Notice tone="bad" role="alert" title="The runs could not be listed">
          <p>{list.error.message}</p>
          {search.q !== '' && (
            <button
              type="button"
              className="text-accent underline"
              onClick={() => void setSearch({ q: null })}
            >
              Clear the search
            </button>
          )}
        </Notice>
      )}
      {list.isPending && <RunsSkeleton />}
      {list.data && total === 0 && (
        <Notice
          title={isFiltered(search) ? 'No run matches this filter' : NOTHING_ON[search.shelf]}
          role="status"
        >
          {(isFiltered(search) || search.shelf !== 'active') && (
            <button
              type="button"
              className="text-accent underline"
              onClick={() => void setSearch({ q: null, status: null, project: null, shelf: null })}
            >
              {isFiltered(search) ? 'Show all runs' : 'Show active runs'}
            </button>
          )}
        </Notice>
      )}
      {list.data && total > 0 && (
        <div className={list.isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
          <RunsTable
            runs={runs}
            total={total}
            columns={search.cols}
            sort={search.sort}
            onSort={(sort) => void setSearch({ sort })}
            selection={selection}
            onSelect={setSelection}
            // not while the list is asked for anew: either request would cancel the other
            onEnd={hasNextPage && !isFetching ? onEnd : undefined}
          />
        </div>
      )}
      <SelectionBar
        ids={selection.ids}
        shelf={search.shelf}
        actions={actions}
        onClear={() => setSelection(NOTHING_SELECTED)}
      />
    </div>
  );
}

const NOTHING_ON = {
  active: 'All runs are in the archive or in the trash',
  archived: 'The archive is empty',
  trash: 'The trash is empty',
} as const;

/** How many runs there are; `more than 10,000` where they were not counted to the end. */
function countOf(page: RunPage | undefined): string {
  if (page === undefined) return '';
  return page.totalIsExact ? formatCount(page.total) : `more than ${formatCount(page.total)}`;
}

export function RunsSkeleton() {
  return (
    <div aria-busy="true" aria-label="Loading runs" className="flex flex-col gap-2">
      {Array.from({ length: 8 }, (_, i) => (
        <Skeleton key={i} className="h-10" />
      ))}
    </div>
  );
}
