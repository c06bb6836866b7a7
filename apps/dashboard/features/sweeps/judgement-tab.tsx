'use client';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { Notice } from '@bestiary/ui/components/notice';

/** How far the answer can be believed. */
export function JudgementTab({ sweep }: { sweep: Sweep }) {
  return <Notice title={`${sweep.name}: nothing to judge yet`} />;
}
