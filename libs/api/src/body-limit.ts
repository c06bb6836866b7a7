import { BestiaryError } from '@bestiary/contracts/error';

/**
 * Answers a request whose body is cut off beyond so many bytes.
 *
 * @throws BestiaryError `too_large` where there are more, whether the request says so or not
 */
export async function withBodyLimit(
  request: Request,
  maxBytes: number,
  handle: (request: Request) => Promise<Response>,
): Promise<Response> {
  const tooLarge = () =>
    new BestiaryError('too_large', `a request may have ${maxBytes} bytes at most`, {
      hint: 'send it in several parts',
    });
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > maxBytes) throw tooLarge();
  if (announced !== null || request.body === null) return handle(request); // HTTP ends the body at the length announced
  let bytes = 0;
  const counted = request.body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) controller.error(tooLarge());
        else controller.enqueue(chunk);
      },
    }),
  );
  const response = await handle(new Request(request, { body: counted, duplex: 'half' }));
  if (bytes > maxBytes) throw tooLarge();
  return response;
}
