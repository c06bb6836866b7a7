import type { TrialStatus } from '@bestiary/contracts/sweep';
import type { SweepStatus } from '@bestiary/contracts/sweep-record';
import clsx from 'clsx';
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CirclePause,
  CircleStop,
  CircleX,
  LoaderCircle,
  Scissors,
} from 'lucide-react';

const LOOKS = {
  queued: { icon: CircleDashed, colour: 'text-muted' },
  running: { icon: LoaderCircle, colour: 'text-run' },
  paused: { icon: CirclePause, colour: 'text-warn' },
  finished: { icon: CircleCheck, colour: 'text-accent' },
  pruned: { icon: Scissors, colour: 'text-muted' },
  stopped: { icon: CircleStop, colour: 'text-muted' },
  failed: { icon: CircleX, colour: 'text-bad' },
  cancelled: { icon: Ban, colour: 'text-muted' },
} as const;

/** How a sweep or a trial stands, by icon, colour and word. */
export function SweepStatusBadge({ status }: { status: SweepStatus | TrialStatus }) {
  const { icon: Icon, colour } = LOOKS[status];
  return (
    <span className={clsx('inline-flex items-center gap-1.5 font-medium whitespace-nowrap', colour)}>
      <Icon aria-hidden size={14} className={clsx('shrink-0', status === 'running' && 'animate-spin')} />
      {status}
    </span>
  );
}
