import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpHandlers } from '@bestiary/api/http';
import { errorResponse } from '@bestiary/artifacts/error-response';
import { BestiaryError } from '@bestiary/contracts/error';
import { toWebRequest } from './node-request.ts';
import { sendResponse } from './node-response.ts';
import type { OpenRequests } from './open-requests.ts';
import type { Pages } from './pages.ts';
import { checkOrigin } from './request-origin.ts';
import { letIn } from './sign-in.ts';

const API_PATH = /^\/(api\/|healthz(\?|$)|readyz(\?|$))/;

/**
 * Takes every request: checks where it comes from, gives the API's to the API and the others to the pages
 * (docs/decisions/2026-11-24-api-beside-next.md).
 */
export class FrontDoor {
  readonly #allowedHosts: readonly string[];
  readonly #open: OpenRequests;
  #inside: { handlers: HttpHandlers; pages: Pages } | undefined;

  constructor(options: { allowedHosts: readonly string[]; open: OpenRequests }) {
    this.#allowedHosts = options.allowedHosts;
    this.#open = options.open;
  }

  /** Until this is called every answer is 503. */
  admit(inside: { handlers: HttpHandlers; pages: Pages }): void {
    this.#inside = inside;
  }

  /** Answers; never throws. */
  async receive(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const signal = this.#open.begin(outgoing);
    try {
      await this.#answer(incoming, outgoing, signal);
    } catch (error) {
      if (signal.aborted || outgoing.destroyed) return; // the reader is gone
      if (!(error instanceof BestiaryError)) console.error(error);
      if (outgoing.headersSent) {
        outgoing.destroy();
        return;
      }
      const failure =
        error instanceof BestiaryError
          ? error
          : new BestiaryError('internal', 'the server failed unexpectedly');
      await sendResponse(errorResponse(failure), outgoing, undefined).catch(() => outgoing.destroy());
    }
  }

  async #answer(incoming: IncomingMessage, outgoing: ServerResponse, signal: AbortSignal): Promise<void> {
    const { headers, method = 'GET', url = '/' } = incoming;
    checkOrigin(
      {
        method,
        host: headers.host,
        origin: headers.origin,
        fetchSite: headers['sec-fetch-site']?.toString(),
      },
      this.#allowedHosts,
    );
    if (this.#inside === undefined) throw new BestiaryError('unavailable', 'the server is starting');
    const { handlers, pages } = this.#inside;
    if (!API_PATH.test(url)) {
      if (await letIn(handlers, incoming, outgoing)) await pages.handle(incoming, outgoing);
      return;
    }
    const response = await (handlers.route(toWebRequest(incoming, signal)) ??
      errorResponse(new BestiaryError('not_found', `there is nothing at ${url}`)));
    await sendResponse(response, outgoing, headers['accept-encoding']?.toString());
  }
}
