import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import { pipeline } from 'node:stream/promises';
import { BestiaryError } from '@bestiary/contracts/error';
import { HttpStatusError } from './failure.ts';
import type { LocalBlob } from './journal-record.ts';

const httpAgent = new HttpAgent({ keepAlive: true });
const httpsAgent = new HttpsAgent({ keepAlive: true });

/** No byte moved for this long (milliseconds): the connection counts as broken. */
const IDLE_MS = 30_000;

/**
 * Streams a file to a signed URL with PUT and a Content-Length (S3 takes no chunked bodies, which is what `fetch` sends
 * for a stream).
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
  const secure = url.startsWith('https:');
  const request = (secure ? httpsRequest : httpRequest)(url, {
    method: 'PUT',
    agent: secure ? httpsAgent : httpAgent,
    headers: { ...headers, 'content-length': blob.size },
    signal,
  });
  request.setTimeout(IDLE_MS, () => {
    request.destroy(Object.assign(new Error('the artifact store does not answer'), { code: 'ETIMEDOUT' }));
  });
  const answered = new Promise<IncomingMessage>((resolve, reject) => {
    request.once('response', resolve);
    request.once('error', reject);
  });
  const [response] = await Promise.all([answered, pipeline(createReadStream(blob.source), request)]);
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  const status = response.statusCode ?? 0;
  if (status < 200 || status >= 300) {
    const body = Buffer.concat(chunks).toString('utf8').slice(0, 300);
    throw new HttpStatusError(status, `the artifact store answered ${status} to an upload: ${body}`);
  }
}
