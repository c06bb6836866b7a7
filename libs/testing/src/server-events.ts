/** One server-sent event. */
export type ServerEvent = { event: string; id: string | undefined; data: unknown };

/**
 * The events of a stream as they come (WHATWG HTML, section 9.2.6, as far as JSON data needs it). Ends with the stream.
 *
 * @param options.lastEventId what a browser would send after a reconnect
 */
export async function* serverEvents(
  url: string,
  options: { lastEventId?: string; signal?: AbortSignal } = {},
): AsyncGenerator<ServerEvent> {
  const { lastEventId, signal } = options;
  const response = await fetch(url, {
    headers: {
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    },
    ...(signal === undefined ? {} : { signal }),
  });
  if (!response.ok || response.body === null) throw new Error(`${response.status}: ${await response.text()}`);
  let text = '';
  const decoder = new TextDecoder();
  for await (const chunk of response.body) {
    text += decoder.decode(chunk as Uint8Array, { stream: true });
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const block = text.slice(0, end);
      text = text.slice(end + 2);
      const event = parseEvent(block);
      if (event !== undefined) yield event;
    }
  }
}

function parseEvent(block: string): ServerEvent | undefined {
  const fields = new Map<string, string>();
  for (const line of block.split('\n')) {
    const [, name, value] = /^([a-z]+): ?(.*)$/.exec(line) ?? [];
    if (name !== undefined) fields.set(name, value!);
  }
  const data = fields.get('data');
  if (data === undefined) return undefined;
  return {
    event: fields.get('event') ?? 'message',
    id: fields.get('id'),
    data: data === '' ? undefined : (JSON.parse(data) as unknown),
  };
}
