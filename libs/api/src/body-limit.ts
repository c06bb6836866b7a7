import { BestiaryError } from '@bestiary/contracts/error';

/**
 * The request, its body cut off beyond so many bytes.
 *
 * @throws BestiaryError `too_large` where it says itself that it has more
 */
export function limitBody(request: Request, maxBytes: number): Request {
  const tooLarge = () =>
    new BestiaryError('too_large', `a request may have ${maxBytes} bytes at most`, {
      hint: 'send it in several parts',
    });
  const announced = request.headers.get('content-length');
  if (announced !== null && Number(announced) > maxBytes) throw tooLarge();
  if (announced !== null || request.body === null) return request; // HTTP ends the body at the length announced
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
  return new Request(request, { body: counted, duplex: 'half' });
}
