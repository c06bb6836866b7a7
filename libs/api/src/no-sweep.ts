import { BestiaryError } from '@bestiary/contracts/error';

export function noSweep(id: string): BestiaryError {
  return new BestiaryError('not_found', `there is no sweep ${id}`);
}
