'use client';
import { useState } from 'react';
import { Moment } from '@bestiary/ui/components/moment';
import { Notice } from '@bestiary/ui/components/notice';
import { useQuery } from '@tanstack/react-query';
import { Plus, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { tell } from '../shell/toasts.ts';
import { useTRPC } from '../shell/trpc.ts';
import { useNow } from '../shell/use-now.ts';
import { useReports } from './use-reports.ts';

/** All reports, the one changed last first. */
export function ReportsView() {
  const trpc = useTRPC();
  const router = useRouter();
  const { create, remove } = useReports();
  const now = useNow();
  const list = useQuery(trpc.reports.list.queryOptions());
  const [isMaking, setMaking] = useState(false);
  const make = () => {
    setMaking(true);
    create('A new report').then(
      (id) => router.push(`/reports/${id}?edit=true`),
      (error: unknown) => {
        setMaking(false);
        tell({ text: error instanceof Error ? error.message : String(error), isError: true });
      },
    );
  };
  return (
    <div className="mx-auto max-w-[64rem] px-4 pt-4 pb-16 sm:px-6">
      <div className="mb-4 flex flex-wrap items-center gap-3">
        <h1 className="mr-auto text-xl font-semibold tracking-tight">Reports</h1>
        <button
          type="button"
          disabled={isMaking}
          onClick={make}
          className="inline-flex h-8 items-center gap-1.5 rounded-md bg-accent px-3 font-medium text-on-accent disabled:opacity-50"
        >
          <Plus aria-hidden size={14} /> New report
        </button>
      </div>
      {list.isError && (
        <Notice tone="bad" role="alert" title="The reports could not be loaded">
          <p>{list.error.message}</p>
        </Notice>
      )}
      {list.data?.length === 0 && (
        <Notice title="No report was written yet">
          <p>
            A report is a text in Markdown with charts in it that are drawn when it is read. Write one here,
            or press “Add to a report” on a chart of a run or of a comparison.
          </p>
        </Notice>
      )}
      {list.data !== undefined && list.data.length > 0 && (
        <ul aria-label="Reports" className="overflow-hidden rounded-lg border border-line bg-panel">
          {list.data.map((report) => (
            <li
              key={report.id}
              className="flex items-center gap-3 border-b border-line py-1 pr-2 pl-4 last:border-0 hover:bg-raised"
            >
              <Link
                href={`/reports/${report.id}`}
                dir="auto"
                className="min-w-0 flex-1 truncate py-1 font-medium hover:text-accent hover:underline"
              >
                {report.title}
              </Link>
              <span className="shrink-0 text-xs text-muted">
                <Moment at={report.updatedAt} now={now} />
              </span>
              <button
                type="button"
                aria-label={`Delete ${report.title}`}
                onClick={() => void remove(report)}
                className="grid size-7 shrink-0 place-items-center rounded-md text-muted hover:bg-raised hover:text-bad"
              >
                <Trash2 aria-hidden size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
