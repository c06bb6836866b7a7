'use client';
import type { Sweep } from '@bestiary/contracts/sweep-record';
import { CopyButton } from '@bestiary/ui/components/copy-button';
import { Panel } from '@bestiary/ui/components/panel';
import Link from 'next/link';
import { sweepText } from './sweep-text.ts';
import { paramWords } from './sweep-words.ts';

/** What the sweep was described as, to be read, copied, and made again. */
export function SetupTab({ sweep }: { sweep: Sweep }) {
  const text = sweepText(sweep.config);
  const { args, dataset, ...rules } = sweep.training;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Panel
        title="Description"
        aside={
          <>
            <CopyButton text={text} what="the description" />
            <Link href={`/sweeps/new?from=${sweep.id}`} className="text-xs text-accent hover:underline">
              New sweep from this one
            </Link>
          </>
        }
      >
        <pre tabIndex={0} className="max-h-[36rem] overflow-auto font-mono text-xs leading-5">
          {text}
        </pre>
      </Panel>
      <Panel title="Training">
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5">
          {dataset !== undefined && (
            <>
              <dt className="text-muted">dataset</dt>
              <dd className="m-0">{dataset.name}</dd>
            </>
          )}
          {[...Object.entries(args), ...Object.entries(rules)].map(([name, value]) => (
            <div key={name} className="contents">
              <dt className="text-muted">{name}</dt>
              <dd className="m-0 min-w-0 break-all tabular-nums">
                {value === undefined ? '–' : paramWords(value)}
              </dd>
            </div>
          ))}
        </dl>
      </Panel>
    </div>
  );
}
