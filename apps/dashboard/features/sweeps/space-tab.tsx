'use client';
import { useMemo } from 'react';
import { Notice } from '@bestiary/ui/components/notice';
import { useDeferredValue } from 'react';
import { ContourPanel } from './contour-panel.tsx';
import { ImportancePanel } from './sweep-importance-panel.tsx';
import { ParallelPanel } from './parallel-panel.tsx';
import { SlicesPanel } from './slices-panel.tsx';
import { bestFirst, searchedParameters, type SweepSubject } from './sweep-subject.ts';

/** What the outcome hangs on. */
export function SpaceTab({ subject: current }: { subject: SweepSubject }) {
  // forests are grown from the trials: typing and clicking go before
  const subject = useDeferredValue(current);
  const finished = useMemo(() => bestFirst(subject), [subject]);
  const names = useMemo(() => searchedParameters(subject), [subject]);
  if (finished.length < 2) {
    return (
      <Notice title="Too few trials have finished">
        With two or more it is shown here what the outcome hangs on.
      </Notice>
    );
  }
  return (
    <div className="flex min-w-0 flex-col gap-4">
      <ParallelPanel subject={subject} finished={finished} names={names} />
      <div className="grid gap-4 xl:grid-cols-2">
        <ImportancePanel subject={subject} finished={finished} />
        {names.length >= 2 && <ContourPanel subject={subject} finished={finished} names={names} />}
      </div>
      <SlicesPanel subject={subject} finished={finished} names={names} />
    </div>
  );
}
