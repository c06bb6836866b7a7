'use client';
import { Moment } from '@bestiary/ui/components/moment';
import { useNow } from '../shell/use-now.ts';

/** A moment that stays true while the page is open. */
export function Started({ at }: { at: string }) {
  return <Moment at={at} now={useNow()} />;
}
