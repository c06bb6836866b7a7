'use client';
import { UNCOMMITTED_DIFF } from '@bestiary/contracts/artifact';
import type { RunDetail } from '@bestiary/contracts/run';
import { CommandLine } from '@bestiary/ui/components/command-line';
import { DiffView } from '@bestiary/ui/components/diff-view';
import { Notice } from '@bestiary/ui/components/notice';
import { Panel } from '@bestiary/ui/components/panel';
import { Skeleton } from '@bestiary/ui/components/skeleton';
import { useQuery } from '@tanstack/react-query';
import { useQueryStates } from 'nuqs';
import { MAX_SHOWN_BYTES, useFileText } from '../run/use-file-text.ts';
import { useTRPC } from '../shell/trpc.ts';
import { COMPARE_SEARCH } from './compare-search.ts';
import type { Comparison } from './comparison.ts';
import { pairOf, PairPicker } from './pair-picker.tsx';

/** In what the code of two runs differs: their commits, and what was not committed. */
export function CodePanel({ comparison }: { comparison: Comparison }) {
  const [search, setSearch] = useQueryStates(
    { a: COMPARE_SEARCH.a, b: COMPARE_SEARCH.b },
    { history: 'push' },
  );
  const runs = comparison.runs.filter(({ environment }) => environment.gitCommit !== undefined);
  const pair = pairOf(
    runs.map(({ id }) => id),
    search,
  );
  if (pair === null) return null;
  const [a, b] = [runs.find(({ id }) => id === pair.a)!, runs.find(({ id }) => id === pair.b)!];
  const [commitA, commitB] = [a.environment.gitCommit!, b.environment.gitCommit!];
  return (
    <Panel title="Code of two runs">
      <PairPicker
        pair={pair}
        ids={runs.map(({ id }) => id)}
        comparison={comparison}
        onChange={(next) => void setSearch(next)}
      />
      {commitA === commitB ? (
        <p className="mb-3">
          Both ran commit <code className="font-mono text-xs">{commitA.slice(0, 12)}</code>.
        </p>
      ) : (
        <div className="mb-3 flex flex-col gap-1">
          <p>They ran different commits. In the repository this shows in what those differ:</p>
          <CommandLine command={`git diff ${commitA}..${commitB}`} />
        </div>
      )}
      <div className="grid min-w-0 gap-4 xl:grid-cols-2">
        <Uncommitted which="A" run={a} />
        <Uncommitted which="B" run={b} />
      </div>
    </Panel>
  );
}

function Uncommitted({ which, run }: { which: string; run: RunDetail }) {
  const { gitCommit, gitBranch, gitDirty } = run.environment;
  return (
    <section aria-label={`Code of ${which}`} className="flex min-w-0 flex-col gap-2">
      <h3 className="min-w-0">
        <span className="font-medium">{which}</span>{' '}
        <code className="font-mono text-xs">{gitCommit?.slice(0, 12)}</code>
        {gitBranch !== undefined && <span className="text-muted"> on {gitBranch}</span>}
      </h3>
      {gitDirty === true ? (
        <UncommittedDiff which={which} run={run} />
      ) : (
        <p className="text-muted">
          {gitDirty === false
            ? 'Nothing was uncommitted.'
            : 'Whether something was uncommitted is not known.'}
        </p>
      )}
    </section>
  );
}

function UncommittedDiff({ which, run }: { which: string; run: RunDetail }) {
  const trpc = useTRPC();
  const files = useQuery(trpc.artifacts.list.queryOptions({ runId: run.id }));
  const file = files.data?.find(({ path }) => path === UNCOMMITTED_DIFF);
  const text = useFileText(run.id, file);
  const failure = files.error ?? text.error;
  if (failure !== null) {
    return (
      <Notice tone="bad" role="alert" title="The uncommitted changes could not be loaded">
        <p>{failure.message}</p>
      </Notice>
    );
  }
  if (files.data !== undefined && file === undefined) {
    return (
      <Notice tone="warn" title="It had uncommitted changes that were not kept">
        <p>
          They are not with <code>--no-git-diff</code>, nor by clients other than <code>bestiary train</code>.
        </p>
      </Notice>
    );
  }
  if (file !== undefined && file.size > MAX_SHOWN_BYTES) {
    return <Notice title="The uncommitted changes are too long to be shown: see the run's files" />;
  }
  if (text.data === undefined) return <Skeleton className="h-24" />;
  return <DiffView diff={text.data} label={`Uncommitted changes of ${which}`} />;
}
