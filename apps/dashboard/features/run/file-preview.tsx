'use client';
import type { Artifact } from '@bestiary/contracts/artifact';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { formatBytes } from '@bestiary/ui/format';
import { useQuery } from '@tanstack/react-query';
import { useTRPC } from '../shell/trpc.ts';
import { kindOf, prettyJson } from './file-kind.ts';
import { MAX_SHOWN_BYTES, useFileText } from './use-file-text.ts';

/** Characters of a text that are drawn: more makes the page slow. */
const MAX_DRAWN = 200_000;

/** What is in a file, as far as it can be shown. */
export function FilePreview({ runId, file }: { runId: string; file: Artifact }) {
  const kind = kindOf(file);
  if (kind === 'picture') return <PicturePreview runId={runId} path={file.path} />;
  if (kind === 'other' || file.size > MAX_SHOWN_BYTES) {
    return (
      <p className="p-4 text-muted">
        {kind === 'other' ? 'No preview of such a file' : 'Too large for a preview'} ({formatBytes(file.size)}
        ).
      </p>
    );
  }
  return <TextPreview runId={runId} file={file} json={kind === 'json'} />;
}

function PicturePreview({ runId, path }: { runId: string; path: string }) {
  const trpc = useTRPC();
  const url = useQuery(trpc.artifacts.downloadUrl.queryOptions({ runId, path, inline: true }));
  if (url.isPending) return <Skeleton className="m-4 h-64" />;
  if (url.isError) return <p className="p-4 text-bad">{url.error.message}</p>;
  return (
    <div className="grid place-items-center bg-raised p-4">
      <img src={url.data.url} alt={path} className="h-auto max-h-[70dvh] max-w-full rounded" />
    </div>
  );
}

function TextPreview({ runId, file, json }: { runId: string; file: Artifact; json: boolean }) {
  const text = useFileText(runId, file);
  if (text.isPending) return <Skeleton className="m-4 h-64" />;
  if (text.isError) return <p className="p-4 text-bad">{text.error.message}</p>;
  const shown = json ? prettyJson(text.data) : text.data;
  return (
    <>
      <pre tabIndex={0} className="max-h-[70dvh] overflow-auto p-4 font-mono text-xs leading-5">
        {shown.slice(0, MAX_DRAWN)}
      </pre>
      {shown.length > MAX_DRAWN && (
        <p className="border-t border-line p-3 text-muted">The rest is left out; download the file.</p>
      )}
    </>
  );
}
