'use client';
import { useState } from 'react';
import type { Artifact } from '@bestiary/contracts/artifact';
import { CopyButton } from '@bestiary/ui/components/copy-button';
import { IconButton } from '@bestiary/ui/components/icon-button';
import { Notice } from '@bestiary/ui/components/notice';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatBytes, formatCount } from '@bestiary/ui/format';
import { useQuery } from '@tanstack/react-query';
import clsx from 'clsx';
import { Download, File, FileImage, FileText, X } from 'lucide-react';
import { useQueryState } from 'nuqs';
import { useTRPC, useTRPCClient } from '../shell/trpc.ts';
import { kindOf } from './file-kind.ts';
import { FilePreview } from './file-preview.tsx';
import { RUN_SEARCH } from './run-search.ts';

const ICONS = { picture: FileImage, json: FileText, text: FileText, other: File };

/** A run's files: what they are, and what is in them. */
export function FilesTab({ runId }: { runId: string }) {
  const trpc = useTRPC();
  const [open, setOpen] = useQueryState('file', RUN_SEARCH.file);
  const files = useQuery(trpc.artifacts.list.queryOptions({ runId }));
  if (files.isPending) return <Skeleton className="h-64" />;
  if (files.isError) {
    return (
      <Notice tone="bad" role="alert" title="The files could not be loaded">
        <p>{files.error.message}</p>
      </Notice>
    );
  }
  if (files.data.length === 0) {
    return <Notice title="No files yet">A training uploads its model and plots as they are made.</Notice>;
  }
  const shown = files.data.find((file) => file.path === open);
  const bytes = files.data.reduce((sum, file) => sum + file.size, 0);
  return (
    <div className={clsx('grid items-start gap-4', shown && 'lg:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]')}>
      <div className="min-w-0 overflow-hidden rounded-lg border border-line bg-panel">
        <table className="w-full text-left">
          <thead>
            <tr className="heading h-9">
              <th scope="col" className="w-full max-w-0 pl-4">
                {formatCount(files.data.length)} files
              </th>
              <th scope="col" className="pr-3 text-right whitespace-nowrap tabular-nums max-sm:hidden">
                {formatBytes(bytes)}
              </th>
              <th scope="col" className={clsx('max-md:hidden', shown && 'lg:hidden')}>
                SHA-256
              </th>
              <th scope="col">
                <span className="sr-only">Download</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {files.data.map((file) => (
              <FileRow
                key={file.path}
                runId={runId}
                file={file}
                isOpen={file.path === open}
                narrow={shown !== undefined}
                onOpen={() => void setOpen(file.path === open ? null : file.path)}
              />
            ))}
          </tbody>
        </table>
      </div>
      {shown && (
        <section
          aria-label={`Preview of ${shown.path}`}
          className="min-w-0 overflow-hidden rounded-lg border border-line bg-panel max-lg:order-first lg:sticky lg:top-4"
        >
          <header className="flex items-center gap-1 border-b border-line py-1 pr-1 pl-4">
            <h2 className="min-w-0 flex-1 truncate font-medium">{shown.path}</h2>
            <DownloadButton runId={runId} path={shown.path} />
            <IconButton label="Close the preview" onClick={() => void setOpen(null)}>
              <X aria-hidden size={16} />
            </IconButton>
          </header>
          <FilePreview runId={runId} file={shown} />
        </section>
      )}
    </div>
  );
}

function FileRow({
  runId,
  file,
  isOpen,
  narrow,
  onOpen,
}: {
  runId: string;
  file: Artifact;
  isOpen: boolean;
  narrow: boolean;
  onOpen: () => void;
}) {
  const Icon = ICONS[kindOf(file)];
  const slash = file.path.lastIndexOf('/') + 1;
  return (
    <tr className={clsx('border-t border-line', isOpen ? 'bg-accent-soft' : 'hover:bg-raised')}>
      <td className="h-11 w-full max-w-0 pl-4">
        <button
          type="button"
          aria-expanded={isOpen}
          onClick={onOpen}
          title={file.path}
          className="relative flex w-full min-w-0 items-center gap-2 text-left hover:underline"
        >
          <Icon aria-hidden size={15} className="shrink-0 text-muted" />
          <span className="sr-only">{file.path}</span>
          <span aria-hidden className="min-w-0">
            <span className="flex min-w-0">
              <span className="truncate text-muted max-sm:hidden">{file.path.slice(0, slash)}</span>
              <span className="max-w-full shrink-0 truncate">{file.path.slice(slash)}</span>
            </span>
            <span className="block truncate text-2xs text-muted sm:hidden">
              {formatBytes(file.size)} {file.path.slice(0, slash)}
            </span>
          </span>
        </button>
      </td>
      <td className="pr-3 text-right whitespace-nowrap text-muted tabular-nums max-sm:hidden">
        {formatBytes(file.size)}
      </td>
      <td className={clsx('font-mono text-xs text-muted max-md:hidden', narrow && 'lg:hidden')}>
        <span className="flex items-center">
          <span title={file.sha256}>{file.sha256.slice(0, 10)}…</span>
          <CopyButton text={file.sha256} what="the SHA-256" />
        </span>
      </td>
      <td className="pr-2">
        <DownloadButton runId={runId} path={file.path} />
      </td>
    </tr>
  );
}

/** Asks for a signed address when it is needed: they expire. */
function DownloadButton({ runId, path }: { runId: string; path: string }) {
  const client = useTRPCClient();
  const [failed, setFailed] = useState(false);
  const download = async () => {
    try {
      const { url } = await client.artifacts.downloadUrl.query({ runId, path });
      setFailed(false);
      window.location.assign(url);
    } catch {
      setFailed(true);
    }
  };
  return (
    <IconButton
      label={failed ? `${path} could not be downloaded. Try again` : `Download ${path}`}
      onClick={() => void download()}
      className={failed ? 'text-bad' : ''}
    >
      <Download aria-hidden size={15} />
    </IconButton>
  );
}
