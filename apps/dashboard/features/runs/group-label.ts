import type { Json } from '@bestiary/contracts/json';
import type { RunGroup } from '@bestiary/contracts/run-group';
import type { GroupWord } from './group-by.ts';

/** So many parameters name a group of repeats. */
const PARAMETERS = 6;

/**
 * What the runs of a group have in common, in words.
 *
 * @param telling columns that tell repeats of one training from those of another
 */
export function groupLabel(
  group: Pick<RunGroup, 'common'>,
  by: GroupWord,
  telling: readonly string[],
): string {
  const { common } = group;
  if (by === 'parent' || by === 'dataset') {
    const named = common[by];
    return isNamed(named) ? named.name : by === 'dataset' ? 'no data set' : 'a run that is gone';
  }
  if (by === 'seeds') {
    const params = telling.filter((column) => column in common);
    if (params.length === 0) return jsonText(common['project'] ?? 'the same parameters');
    const words = params
      .slice(0, PARAMETERS)
      .map((column) => `${keyOf(column)} ${jsonText(common[column]!)}`);
    return params.length > PARAMETERS ? `${words.join(', ')} …` : words.join(', ');
  }
  return by in common ? `${keyOf(by)} ${jsonText(common[by]!)}` : `no ${keyOf(by)}`;
}

/** The columns in which not all groups have the same, in the order of their names. */
export function tellingColumns(groups: readonly Pick<RunGroup, 'common'>[]): string[] {
  const columns = [...new Set(groups.flatMap(({ common }) => Object.keys(common)))].sort();
  return columns.filter(
    (column) => new Set(groups.map(({ common }) => JSON.stringify(common[column]) ?? '')).size > 1,
  );
}

function keyOf(column: string): string {
  return column.slice(column.indexOf('.') + 1);
}

function jsonText(value: Json): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function isNamed(value: Json | undefined): value is { id: string; name: string } {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && typeof value['name'] === 'string'
  );
}
