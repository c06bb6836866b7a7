import { BestiaryError } from '@bestiary/contracts/error';
import { z } from 'zod';

/** The last sweep of a page. */
const SweepCursor = z.tuple([z.iso.datetime(), z.uuid()]);

export function encodeSweepCursor({ createdAt, id }: { createdAt: Date; id: string }): string {
  return `${createdAt.toISOString()} ${id}`;
}

/** @throws BestiaryError `invalid_input` where the text is no cursor */
export function decodeSweepCursor(text: string): { createdAt: string; id: string } {
  const parsed = SweepCursor.safeParse(text.split(' '));
  if (!parsed.success) {
    throw new BestiaryError('invalid_input', `"${text}" is no cursor of sweeps`, {
      hint: 'begin again without a cursor',
    });
  }
  const [createdAt, id] = parsed.data;
  return { createdAt, id };
}
