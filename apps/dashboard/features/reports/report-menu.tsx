'use client';
import { useState } from 'react';
import { Name } from '@bestiary/contracts/project';
import { useQuery } from '@tanstack/react-query';
import { tell } from '../shell/toasts.ts';
import { useTRPC } from '../shell/trpc.ts';
import { withChart } from './report-block.ts';
import { useReports } from './use-reports.ts';

/** So many reports are offered, those changed last. */
const OFFERED = 8;

/** Which report a chart goes into: one that there is, or a new one. */
export default function ReportMenu({ line, onDone }: { line: () => string; onDone: () => void }) {
  const trpc = useTRPC();
  const reports = useReports();
  const list = useQuery(trpc.reports.list.queryOptions());
  const [title, setTitle] = useState('');
  const [failure, setFailure] = useState<string | null>(null);
  const isTitle = Name.safeParse(title).success;
  return (
    <div className="flex flex-col gap-1">
      {list.isError && (
        <p role="alert" className="p-2 text-bad">
          {list.error.message}
        </p>
      )}
      <ul aria-label="Reports" className="flex max-h-72 flex-col overflow-y-auto">
        {list.data?.slice(0, OFFERED).map((report) => (
          <li key={report.id}>
            <button
              type="button"
              onClick={() => {
                onDone();
                void reports.addChart(report.id, line());
              }}
              className="w-full truncate rounded px-2 py-1 text-left hover:bg-raised"
            >
              {report.title}
            </button>
          </li>
        ))}
      </ul>
      <form
        className="flex gap-1 border-t border-line p-1 pt-2"
        onSubmit={(event) => {
          event.preventDefault();
          reports.create(title, withChart('', line())).then(
            () => {
              onDone();
              tell({ text: `Added to the new report ${title}` });
            },
            (error: unknown) => setFailure(error instanceof Error ? error.message : String(error)),
          );
        }}
      >
        <input
          aria-label="Title of a new report"
          placeholder="A new report"
          value={title}
          maxLength={200}
          onChange={(event) => setTitle(event.target.value)}
          className="h-7 min-w-0 flex-1 rounded-md border border-line bg-paper px-2"
        />
        <button
          type="submit"
          disabled={!isTitle}
          className="rounded-md bg-accent px-2.5 font-medium text-on-accent disabled:opacity-50"
        >
          Add
        </button>
      </form>
      {failure !== null && (
        <p role="alert" className="px-2 pb-1 text-bad">
          {failure}
        </p>
      )}
    </div>
  );
}
