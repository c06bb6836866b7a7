import { createHash } from 'node:crypto';
import type { AppRouter } from '@bestiary/api/app.router';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';

export type Api = TRPCClient<AppRouter>;

export function connect(serverUrl: string): Api {
  return createTRPCClient<AppRouter>({ links: [httpLink({ url: `${serverUrl}/api/trpc` })] });
}

/** Stores bytes, each content once. @returns their sha256, in order */
export async function storeBlobs(
  api: Api,
  serverUrl: string,
  contents: readonly Uint8Array[],
): Promise<string[]> {
  const named = contents.map((bytes) => ({
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    size: bytes.byteLength,
  }));
  const bySha = new Map(named.map((each) => [each.sha256, each]));
  const blobs = [...bySha.values()].map(({ sha256, size }) => ({ sha256, size }));
  const { tickets } = await api.artifacts.requestUploads.mutate({ blobs });
  const uploads = [];
  for (const ticket of tickets) {
    if (ticket.state === 'stored') continue;
    const { bytes, sha256, size } = bySha.get(ticket.sha256)!;
    const response = await fetch(new URL(ticket.url, serverUrl), {
      method: 'PUT',
      headers: ticket.headers,
      body: Buffer.from(bytes),
    });
    if (!response.ok) throw new Error(`an upload failed: ${response.status} ${await response.text()}`);
    uploads.push({ sha256, size, uploadId: ticket.uploadId });
  }
  if (uploads.length > 0) await api.artifacts.commitUploads.mutate({ uploads });
  return named.map(({ sha256 }) => sha256);
}
