import { InvalidArgumentError } from 'commander';

/** Reads an option's number; its bounds are checked where it is used. */
export function number(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value)) throw new InvalidArgumentError('Expected a number.');
  return value;
}
