import { BestiaryError } from '@bestiary/contracts/error';
import { uuidv7 } from '@bestiary/contracts/id';

/** What a client is told of a defect: its details are kept in the log, under the id in the message. */
export function maskDefect(thrown: unknown): BestiaryError {
  const id = uuidv7();
  console.error(`error ${id}:`, thrown);
  return new BestiaryError('internal', `the server failed unexpectedly (error ${id})`, {
    hint: 'the log of the server says more under this number',
  });
}
