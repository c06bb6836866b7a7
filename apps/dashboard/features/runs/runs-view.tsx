'use client';
import { useCallback, useMemo, useRef, useState } from 'react';
import { MAX_COMPARED } from '@bestiary/contracts/curve';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatCount } from '@bestiary/ui/format';
import { keepPreviousData, skipToken, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { usePageActions } from '../shell/page-actions.ts';
import { useTRPC } from '../shell/trpc.ts';
import { FirstRun } from './first-run.tsx';
import { groupByOf } from './group-by.ts';
import { groupsQuery } from './groups-query.ts';
import { formatRunCount } from './run-count.ts';
import { isSelected, NOTHING_SELECTED, selectedIds, withoutRuns } from './run-selection.ts';
import { runsQuery } from './runs-query.ts';
import { isFiltered, RUNS_SEARCH, selectionOf, widthsOf } from './runs-search.ts';
import { RunsTable } from './runs-table.tsx';
import { RunsToolbar } from './runs-toolbar.tsx';
import { compareHref, SelectionBar } from './selection-bar.tsx';
import { useBulkActions } from './use-bulk-actions.ts';
import { useLiveRuns } from './use-live-runs.ts';
import { select, useSelection } from './use-selection.ts';
import { useTableRows } from './use-table-rows.ts';

const NO_PROJECTS: never[] = [];
const NOTHING_OPEN: ReadonlySet<string> = new Set();

export function RunsView() {
  const trpc = useTRPC();
  const [search, setSearch] = useQueryStates(RUNS_SEARCH);
  const selection = useSelection();
  const [open, setOpen] = useState(NOTHING_OPEN);
  const router = useRouter();
  const searchInput = useRef<HTMLInputElement>(null);
  const groupBy = groupByOf(search.group);
  const [input, paging] = runsQuery(search);
  const list = useInfiniteQuery({
    ...trpc.runs.list.infiniteQueryOptions(input, paging),
    placeholderData: keepPreviousData,
    enabled: groupBy === undefined,
  });
  const groups = useQuery({
    ...trpc.groups.list.queryOptions(groupBy === undefined ? skipToken : groupsQuery(search, groupBy)),
    placeholderData: keepPreviousData,
  });
  const projects = useQuery(trpc.projects.list.queryOptions());
  useLiveRuns(search);
  const actions = useBulkActions((ids) =>
    select((before) => (before.kind === 'all' ? NOTHING_SELECTED : withoutRuns(before, ids))),
  );

  const runs = useMemo(() => list.data?.pages.flatMap((page) => page.runs) ?? [], [list.data]);
  const rows = useTableRows(search, runs, groupBy === undefined ? undefined : groups.data?.groups, open);
  const shown = groupBy === undefined ? list : groups;
  const page = list.data?.pages[0];
  // a list that is searched for does not wait until it is counted
  const counted = useQuery(
    trpc.runs.count.queryOptions(
      groupBy === undefined && page?.totalIsExact === false && !list.isPlaceholderData
        ? selectionOf(search)
        : skipToken,
    ),
  );
  const count = counted.data ?? page;
  const total = (groupBy === undefined ? count?.total : groups.data?.total) ?? 0;
  const { hasNextPage, isFetching, fetchNextPage } = list;
  const onEnd = useCallback(() => void fetchNextPage(), [fetchNextPage]);
  const widths = useMemo(() => widthsOf(search), [search]);

  const selected = selectedIds(selection);
  const canCompare = selected !== undefined && selected.size >= 2 && selected.size <= MAX_COMPARED;
  const allShown = runs.length > 0 && runs.every(({ id }) => isSelected(selection, id));
  const matching =
    groupBy === undefined && count !== undefined && allShown && (hasNextPage || total > runs.length)
      ? count
      : undefined;
  usePageActions('Runs', [
    { title: 'Go to the search box', key: '/', act: () => searchInput.current?.focus(), isCommand: true },
    {
      title: 'Compare the selected runs',
      key: 'c',
      ...(canCompare ? { act: () => router.push(compareHref(selected)), isCommand: true } : {}),
    },
    ...(search.group === ''
      ? [
          {
            title: 'Group repeats over seeds',
            act: () => void setSearch({ group: 'seeds' }),
            isCommand: true,
          },
        ]
      : [{ title: 'Show runs without groups', act: () => void setSearch({ group: null }), isCommand: true }]),
  ]);

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
          {shown.data && (
            <span className="ml-2 text-sm font-normal text-muted tabular-nums">
              {groupBy === undefined
                ? count && formatRunCount(count)
                : total === 1
                  ? '1 group'
                  : `${formatCount(total)} groups`}
            </span>
          )}
        </h1>
        <div className="min-w-0 flex-1 max-sm:basis-full">
          <RunsToolbar
            search={search}
            searchInput={searchInput}
            projects={projects.data ?? NO_PROJECTS}
            onChange={(change) => {
              const isOther = ['q', 'status', 'project', 'shelf'].some((key) => key in change);
              // what a search finds is not ticked any more when another is made; what was ticked one by one is
              if (change.shelf !== undefined || (isOther && selection.kind === 'all')) {
                select(() => NOTHING_SELECTED);
              }
              if (change.group !== undefined) setOpen(NOTHING_OPEN);
              void setSearch(change);
            }}
          />
        </div>
      </div>
      {shown.isError && (
        <Notice tone="bad" role="alert" title="The runs could not be listed">
          <p>{shown.error.message}</p>
          {hintOf(shown.error) !== undefined && <p>{hintOf(shown.error)}</p>}
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
      {shown.isPending && <RunsSkeleton />}
      {shown.data && total === 0 && (
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
      {shown.data && total > 0 && (
        <div className={shown.isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
          <RunsTable
            rows={rows}
            total={total}
            columns={search.cols}
            widths={widths}
            pinned={search.pinned}
            onWidth={(id, width) =>
              void setSearch(({ widths: before }) => ({
                widths: [
                  ...before.filter((each) => each.id !== id),
                  ...(width === undefined ? [] : [{ id, width }]),
                ],
              }))
            }
            sort={search.sort}
            onSort={(sort) => void setSearch({ sort })}
            selection={selection}
            onSelect={select}
            onToggle={(key) =>
              setOpen((before) => {
                const after = new Set(before);
                if (!after.delete(key)) after.add(key);
                return after;
              })
            }
            onAction={(id, action) => {
              const run = { kind: 'some', ids: new Set([id]), anchor: null } as const;
              if (action === 'trash') actions.trash(run);
              else if (action === 'restore') actions.restore(run);
              else actions.archive(run, action === 'archive');
            }}
            // not while the list is asked for anew: either request would cancel the other
            onEnd={groupBy === undefined && hasNextPage && !isFetching ? onEnd : undefined}
          />
          {groupBy !== undefined && (groups.data?.groups.length ?? 0) < total && (
            <p className="py-2 text-xs text-muted">
              The {formatCount(groups.data?.groups.length ?? 0)} largest groups. Search for less to see the
              others.
            </p>
          )}
        </div>
      )}
      <SelectionBar
        selection={selection}
        shelf={search.shelf}
        actions={actions}
        matching={matching}
        onSelectMatching={() =>
          select(() => ({
            kind: 'all',
            of: selectionOf(search),
            count: matching!,
            except: new Set(),
            anchor: null,
          }))
        }
        onClear={() => select(() => NOTHING_SELECTED)}
      />
    </div>
  );
}

const NOTHING_ON = {
  active: 'All runs are in the archive or in the trash',
  archived: 'The archive is empty',
  trash: 'The trash is empty',
} as const;

/** What the server says that can be done about a failure. */
function hintOf(error: { data?: unknown }): string | undefined {
  return (error.data as { bestiary?: { hint?: string } } | null | undefined)?.bestiary?.hint;
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
