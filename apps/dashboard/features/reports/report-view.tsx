'use client';
import type { Report } from '@bestiary/contracts/report';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Moment } from '@bestiary/ui/components/moment';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { fileNameOf, saveFile } from '@bestiary/ui/save-file';
import { useQuery } from '@tanstack/react-query';
import { Download, Link2, Pencil, Printer, Trash2 } from 'lucide-react';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useQueryStates } from 'nuqs';
import { useLiveComparison } from '../compare/use-compared-runs.ts';
import { usePageActions } from '../shell/page-actions.ts';
import { tell } from '../shell/toasts.ts';
import { useTRPC } from '../shell/trpc.ts';
import { useNow } from '../shell/use-now.ts';
import { ReportBody } from './report-body.tsx';
import { ReportEditor } from './report-editor.tsx';
import { REPORT_SEARCH } from './report-search.ts';
import { useReportRuns } from './use-report-runs.ts';
import { useReports } from './use-reports.ts';

/** A report as it is read, or written. */
export function ReportView({ id }: { id: string }) {
  const trpc = useTRPC();
  const [{ edit }, setSearch] = useQueryStates(REPORT_SEARCH, { history: 'push' });
  const query = useQuery(trpc.reports.get.queryOptions({ id }));
  useLiveComparison(useReportRuns(query.data?.markdown ?? ''));
  if (query.error?.data?.code === 'NOT_FOUND') {
    return (
      <div className="p-6">
        <Notice title="This report is gone">
          <p>
            It was deleted. <Link href="/reports">All reports</Link>
          </p>
        </Notice>
      </div>
    );
  }
  if (query.isPending) return <Skeleton className="m-6 h-96" />;
  if (query.data === undefined) {
    return (
      <div className="p-6">
        <Notice tone="bad" role="alert" title="The report could not be loaded">
          <p>{query.error?.message}</p>
        </Notice>
      </div>
    );
  }
  return edit ? (
    <ReportEditor report={query.data} onDone={() => void setSearch({ edit: false })} />
  ) : (
    <ReadReport report={query.data} onEdit={() => void setSearch({ edit: true })} />
  );
}

function ReadReport({ report, onEdit }: { report: Report; onEdit: () => void }) {
  const router = useRouter();
  const now = useNow();
  const { remove } = useReports();
  const { title, markdown, updatedAt } = report;
  const copy = () => {
    void navigator.clipboard.writeText(window.location.href).then(
      () => tell({ text: 'The link was copied' }),
      () => tell({ text: window.location.href }),
    );
  };
  const save = () =>
    saveFile(`${fileNameOf(title)}.md`, new Blob([markdown], { type: 'text/markdown;charset=utf-8' }));
  usePageActions('This report', [
    { title: 'Write in the report', key: 'e', act: onEdit, isCommand: true },
    { title: 'Copy the link to the report', act: copy, isCommand: true },
    { title: 'Save the report as Markdown', act: save, isCommand: true },
  ]);
  return (
    <article className="mx-auto max-w-[64rem] px-4 pb-16 sm:px-6">
      <nav aria-label="Breadcrumb" className="pt-4 text-xs text-muted print:hidden">
        <Link href="/reports" className="hover:text-ink hover:underline">
          Reports
        </Link>
      </nav>
      <header className="mt-2 mb-6 flex flex-wrap items-center gap-x-3 gap-y-1">
        <h1 dir="auto" className="min-w-0 text-xl font-semibold tracking-tight break-words">
          {title}
        </h1>
        <span className="text-xs text-muted">
          changed <Moment at={updatedAt} now={now} />
        </span>
        <div className="ml-auto flex items-center gap-1 print:hidden">
          <button
            type="button"
            onClick={onEdit}
            className="inline-flex h-8 items-center gap-1.5 rounded-md border border-line bg-panel px-2.5 hover:border-line-strong"
          >
            <Pencil aria-hidden size={14} /> Write
          </button>
          <IconButton label="Copy the link" onClick={copy}>
            <Link2 aria-hidden size={16} />
          </IconButton>
          <IconButton label="Save as Markdown" onClick={save}>
            <Download aria-hidden size={16} />
          </IconButton>
          <IconButton label="Print" onClick={() => window.print()}>
            <Printer aria-hidden size={16} />
          </IconButton>
          <IconButton
            label="Delete the report"
            onClick={() =>
              void remove(report).then((isDeleted) => {
                if (isDeleted) router.push('/reports');
              })
            }
          >
            <Trash2 aria-hidden size={16} />
          </IconButton>
        </div>
      </header>
      {markdown.trim() === '' ? (
        <Notice title="Nothing is written yet">
          <p>Press Write, or add a chart from a run&apos;s page or a comparison.</p>
        </Notice>
      ) : (
        <ReportBody markdown={markdown} />
      )}
    </article>
  );
}
