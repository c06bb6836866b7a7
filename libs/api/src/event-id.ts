import { BestiaryError } from '@bestiary/contracts/error';

/**
 * The id of an event of a live stream: a transaction id, from which on a client that comes back has to be told.
 *
 * @throws BestiaryError `invalid_input` where the text is none
 */
export function parseEventId(id: string | null | undefined): string | undefined {
  if (id === null || id === undefined || id === '') return undefined;
  if (!/^\d{1,19}$/.test(id)) {
    throw new BestiaryError('invalid_input', `"${id}" is no event's id`, { hint: 'begin again without one' });
  }
  return id;
}

/** The later of two ids. */
export function laterEventId(a: string | undefined, b: string): string {
  return a !== undefined && BigInt(a) > BigInt(b) ? a : b;
}
