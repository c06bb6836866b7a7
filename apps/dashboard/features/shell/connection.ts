import { TRPCClientError } from '@trpc/client';

/** Whether the server answers. A page learns it from its own requests; when one fails, the server is asked until it is back. */
export type Connection = 'here' | 'away';

const ASK_EVERY_MS = 1_500;
const AWAY_STATUSES = new Set([502, 503, 504]);

let state: Connection = 'here';
let asking = false;
const listeners = new Set<() => void>();
const returns = new Set<() => void>();

function become(next: Connection): void {
  if (state === next) return;
  state = next;
  for (const listener of listeners) listener();
  if (next === 'here') for (const callback of returns) callback();
}

/** As `fetch`, noting whether the server answers. */
export async function watchedFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  try {
    const response = await fetch(input, init);
    if (AWAY_STATUSES.has(response.status)) reportAway();
    return response;
  } catch (error) {
    if (!(error instanceof DOMException && error.name === 'AbortError')) reportAway();
    throw error;
  }
}

/** Something could not be reached: asks the server itself, until it answers. */
export function reportAway(): void {
  if (asking) return;
  asking = true;
  void (async () => {
    while (!(await answers())) {
      become('away');
      await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
    }
    asking = false;
    become('here');
  })();
}

async function answers(): Promise<boolean> {
  try {
    const response = await fetch('/healthz', { cache: 'no-store', signal: AbortSignal.timeout(4_000) });
    return response.ok;
  } catch {
    return false;
  }
}

/** Calls back each time the server is there again. @returns stops it */
export function onReturn(callback: () => void): () => void {
  returns.add(callback);
  return () => returns.delete(callback);
}

/** Calls back when the answer of `connectionNow` changes. @returns stops it */
export function onConnectionChange(callback: () => void): () => void {
  listeners.add(callback);
  return () => listeners.delete(callback);
}

export function connectionNow(): Connection {
  return state;
}

/** Whether a failed request never reached the server, or a server that can't answer now. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof TRPCClientError)) return false;
  const status = (error.data as { httpStatus?: number } | null | undefined)?.httpStatus;
  return status === undefined || AWAY_STATUSES.has(status);
}
