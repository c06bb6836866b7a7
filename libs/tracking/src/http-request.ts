import { once } from 'node:events';
import {
  Agent as HttpAgent,
  request as httpRequest,
  type ClientRequest,
  type IncomingMessage,
} from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

const httpAgent = new HttpAgent({ keepAlive: true });
const httpsAgent = new HttpsAgent({ keepAlive: true });

/** When no byte has moved for this long (milliseconds), the connection counts as broken. */
const IDLE_MS = 30_000;

/**
 * Begins a request on a connection that is kept alive. Node's own client takes half the time of its `fetch` for a small
 * request, and sends a Content-Length with a stream.
 */
export function beginRequest(
  url: string,
  options: { method: string; headers: Readonly<Record<string, string | number>>; signal?: AbortSignal },
): ClientRequest {
  const secure = url.startsWith('https:');
  const agent = secure ? httpsAgent : httpAgent;
  const request = (secure ? httpsRequest : httpRequest)(url, { ...options, agent });
  request.setTimeout(IDLE_MS, () => {
    request.destroy(Object.assign(new Error(`no answer within ${IDLE_MS / 1_000} s`), { code: 'ETIMEDOUT' }));
  });
  return request;
}

/** The answer and its whole body. */
export async function readAnswer(request: ClientRequest): Promise<{ status: number; body: Buffer }> {
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk as Buffer);
  return { status: response.statusCode ?? 0, body: Buffer.concat(chunks) };
}
