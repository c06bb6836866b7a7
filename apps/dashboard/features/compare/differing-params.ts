import { jsonWords } from '../run/environment-rows.ts';

export interface ParamRow {
  name: string;
  /** one a run, in their order; `null`: this run has no such parameter */
  values: (string | null)[];
}

/** The parameters in which runs differ, by name. */
export function differingParams(params: readonly Readonly<Record<string, unknown>>[]): ParamRow[] {
  const names = [...new Set(params.flatMap(Object.keys))].sort();
  return names
    .map((name) => ({
      name,
      values: params.map((each) => (Object.hasOwn(each, name) ? jsonWords(each[name]) : null)),
    }))
    .filter(({ values }) => new Set(values).size > 1);
}
