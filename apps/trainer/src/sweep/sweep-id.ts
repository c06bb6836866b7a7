import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';

/** @throws BestiaryError `usage` for what is no id */
export function sweepIdOf(text: string): Id {
  const id = Id.safeParse(text);
  if (id.success) return id.data;
  throw new BestiaryError('usage', `"${text}" is no id of a sweep`, {
    hint: '`bestiary sweep ls` lists them.',
  });
}
