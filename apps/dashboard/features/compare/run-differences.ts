import type { RunDetail } from '@bestiary/contracts/run';
import { environmentRows, jsonWords } from '../run/environment-rows.ts';

/** Something that runs have, in words: one value a run, in their order; `null`: this run has none. */
export interface DifferenceRow {
  name: string;
  values: (string | null)[];
}

/** The rows in which runs differ, by name. */
export function differingRows(tables: readonly ReadonlyMap<string, string>[]): DifferenceRow[] {
  const names = [...new Set(tables.flatMap((table) => [...table.keys()]))].sort();
  return names
    .map((name) => ({ name, values: tables.map((table) => table.get(name) ?? null) }))
    .filter(({ values }) => new Set(values).size > 1);
}

export function paramWords({ params }: RunDetail): Map<string, string> {
  return new Map(Object.entries(params).map(([key, value]) => [key, jsonWords(value)]));
}

/** Where a run happened and on what: commit, uncommitted changes and branch each of their own. */
export function setupWords(run: RunDetail): Map<string, string> {
  const { gitCommit, gitBranch, gitDirty, ...rest } = run.environment;
  const rows: [string, string | undefined][] = [
    ['data set', run.dataset?.name],
    ['data set id', run.dataset?.id],
    ['git branch', gitBranch],
    ['git commit', gitCommit],
    ['project', run.projectName],
    ['seed', run.seed === null || 'seed' in run.params ? undefined : String(run.seed)],
    ['uncommitted changes', gitDirty === undefined ? undefined : gitDirty ? 'yes' : 'no'],
    ...environmentRows(rest).map(({ name, value }): [string, string] => [name, value]),
  ];
  return new Map(rows.filter((row): row is [string, string] => row[1] !== undefined));
}

/** Whether runs of one commit may still have run different code: some had changes that were not committed. */
export function codeIsUncertain(runs: readonly RunDetail[]): boolean {
  return runs.some(({ environment }) => environment.gitDirty === true);
}
