import type { UploadTicket } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';
import { ConnectionClosed, type Connection } from './connection.ts';
import type { LocalBlob } from './journal-record.ts';
import { putBlob } from './put-blob.ts';

const CONCURRENT_UPLOADS = 6;
const MAX_BLOBS = 1_000;
/** A refusal may come from an expired ticket or damage on the way: this many new tickets are asked for. */
const MAX_ROUNDS = 4;

type Ticket = Extract<UploadTicket, { state: 'upload' }>;

/**
 * Stores blobs: asks for tickets in batches, puts the bytes that are not stored yet straight to their signed URLs, has
 * the server verify them. Damaged or expired uploads get a new ticket.
 *
 * @throws what the server or the store last refused with
 */
export async function uploadBlobs(connection: Connection, blobs: readonly LocalBlob[]): Promise<void> {
  const distinct = [...new Map(blobs.map((blob) => [blob.sha256, blob])).values()];
  for (let start = 0; start < distinct.length; start += MAX_BLOBS) {
    const batch = distinct.slice(start, start + MAX_BLOBS);
    for (let round = 1; ; round++) {
      try {
        await uploadOnce(connection, batch);
        break;
      } catch (error) {
        if (error instanceof ConnectionClosed || error instanceof BestiaryError || round === MAX_ROUNDS)
          throw error;
      }
    }
  }
}

async function uploadOnce(connection: Connection, batch: readonly LocalBlob[]): Promise<void> {
  const { tickets } = await connection.attempt((api, signal) =>
    api.artifacts.requestUploads.mutate(
      { blobs: batch.map(({ sha256, size }) => ({ sha256, size })) },
      { signal },
    ),
  );
  const bySha256 = new Map(batch.map((blob) => [blob.sha256, blob]));
  const open = tickets.flatMap((ticket) => {
    const blob = bySha256.get(ticket.sha256);
    return ticket.state === 'upload' && blob ? [{ ticket, blob }] : [];
  });
  if (open.length === 0) return;
  await inParallel(open, CONCURRENT_UPLOADS, ({ ticket, blob }) =>
    connection.attempt((_api, signal) =>
      putBlob(absoluteUrl(ticket, connection.serverUrl), ticket.headers, blob, signal),
    ),
  );
  const uploads = open.map(({ ticket, blob }) => ({
    sha256: blob.sha256,
    size: blob.size,
    uploadId: ticket.uploadId,
  }));
  await connection.attempt((api, signal) => api.artifacts.commitUploads.mutate({ uploads }, { signal }));
}

function absoluteUrl(ticket: Ticket, serverUrl: string): string {
  return new URL(ticket.url, serverUrl).href;
}

async function inParallel<T>(
  items: readonly T[],
  width: number,
  work: (item: T) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  const lanes = Array.from({ length: Math.min(width, items.length) }, async () => {
    for (const item of queue) await work(item);
  });
  await Promise.all(lanes);
}
