'use client';
import { useQuery } from '@tanstack/react-query';
import { useTRPCClient } from '../shell/trpc.ts';

/** Texts longer than this (bytes) are downloaded, not shown. */
export const MAX_SHOWN_BYTES = 4 * 2 ** 20;

/** A file's text. It is named by its sha256, so it is read once and never out of date. */
export function useFileText(runId: string, file: { path: string; sha256: string; size: number } | undefined) {
  const client = useTRPCClient();
  return useQuery({
    queryKey: ['file-text', file?.sha256],
    enabled: file !== undefined && file.size <= MAX_SHOWN_BYTES,
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const { url } = await client.artifacts.downloadUrl.query({ runId, path: file!.path, inline: true });
      const response = await fetch(url, { signal });
      if (!response.ok) throw new Error(`the store answered ${response.status}`);
      return response.text();
    },
  });
}
