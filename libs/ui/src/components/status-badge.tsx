import type { RunStatus } from '@bestiary/contracts/run';
import clsx from 'clsx';
import { Ban, CircleCheck, CircleDashed, CircleHelp, CircleX, LoaderCircle } from 'lucide-react';

const LOOKS = {
  queued: { icon: CircleDashed, colour: 'text-muted' },
  running: { icon: LoaderCircle, colour: 'text-run' },
  finished: { icon: CircleCheck, colour: 'text-accent' },
  failed: { icon: CircleX, colour: 'text-bad' },
  cancelled: { icon: Ban, colour: 'text-muted' },
  lost: { icon: CircleHelp, colour: 'text-warn' },
} as const;

/** A run's status by icon, colour and word. */
export function StatusBadge({ status }: { status: RunStatus }) {
  const { icon: Icon, colour } = LOOKS[status];
  return (
    <span className={clsx('inline-flex items-center gap-1.5 font-medium whitespace-nowrap', colour)}>
      <Icon aria-hidden size={14} className={clsx('shrink-0', status === 'running' && 'animate-spin')} />
      {status}
    </span>
  );
}
