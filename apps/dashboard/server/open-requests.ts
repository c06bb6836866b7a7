import type { ServerResponse } from 'node:http';

/** The answers under way, so that the server can end without cutting one that writes. */
export class OpenRequests {
  readonly #open = new Map<ServerResponse, AbortController>();
  #idle: (() => void) | undefined;

  /** Notes an answer. The signal aborts when its reader is gone, or when it is an endless one and the server ends. */
  begin(outgoing: ServerResponse): AbortSignal {
    const controller = new AbortController();
    this.#open.set(outgoing, controller);
    outgoing.once('close', () => {
      if (!outgoing.writableFinished) controller.abort();
      this.#open.delete(outgoing);
      if (this.#open.size === 0) this.#idle?.();
    });
    return controller.signal;
  }

  /** Ends streams of events at once, and waits for the other answers. @param withinMs then it waits no longer */
  async drain(withinMs: number): Promise<void> {
    for (const [outgoing, controller] of this.#open) {
      if (String(outgoing.getHeader('content-type')).startsWith('text/event-stream')) {
        controller.abort();
        outgoing.destroy();
      }
    }
    if (this.#open.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, withinMs);
      this.#idle = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
