import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { BestiaryError } from '@bestiary/contracts/error';
import { HttpStatusError } from './failure.ts';
import { beginRequest, readAnswer } from './http-request.ts';
import type { LocalBlob } from './journal-record.ts';

/**
 * Streams a file to a signed URL with PUT and a Content-Length (S3 takes no chunked bodies).
 *
 * @throws HttpStatusError when the store refuses
 * @throws BestiaryError `integrity` when the file is gone or no longer has the size that was announced
 */
export async function putBlob(
  url: string,
  headers: Readonly<Record<string, string>>,
  blob: LocalBlob,
  signal: AbortSignal,
): Promise<void> {
  const size = await stat(blob.source).then(
    (stats) => stats.size,
    () => null,
  );
  if (size !== blob.size) {
    throw new BestiaryError('integrity', `${blob.source} changed before it was uploaded`, {
      hint: 'Leave files that are logged as they are until the run has ended.',
    });
  }
  const request = beginRequest(url, {
    method: 'PUT',
    headers: { ...headers, 'content-length': blob.size },
    signal,
  });
  const [{ status, body }] = await Promise.all([
    readAnswer(request),
    pipeline(createReadStream(blob.source), request),
  ]);
  if (status < 200 || status >= 300) {
    const reason = body.toString('utf8').slice(0, 300);
    throw new HttpStatusError(status, `the artifact store answered ${status} to an upload: ${reason}`);
  }
}
