import { CURVE_AXES, MAX_COMPARED } from '@bestiary/contracts/curve';
import { SPLITS } from '@bestiary/contracts/dataset';
import { Id } from '@bestiary/contracts/id';
import { PAIR_OUTCOMES } from '@bestiary/contracts/ranking';
import { RunKeyColumn } from '@bestiary/contracts/run-search';
import type { AxisBrush } from '@bestiary/ui/prepare-parallel';
import {
  createLoader,
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsFloat,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

export const COMPARE_TABS = ['curves', 'leaderboard', 'parameters', 'differences'] as const;
export type CompareTab = (typeof COMPARE_TABS)[number];

export const DIFFERENCE_VALUES = ['best', 'last', 'min', 'max'] as const;

/** A column of runs in the URL: `params.lr`, `metrics.best.val_loss`. */
const parseAsColumn = createParser<RunKeyColumn>({
  parse: (word) => RunKeyColumn.safeParse(word).data ?? null,
  serialize: (column) => column,
});

/** A part of an axis: `3~17.5`. */
const parseAsRange = createParser<readonly [number, number]>({
  parse(word) {
    const [from, to] = word.split('~').map(Number);
    return Number.isFinite(from) && Number.isFinite(to) && from! < to! ? [from!, to!] : null;
  },
  serialize: ([from, to]) => `${shorten(from)}~${shorten(to)}`,
  eq: (a, b) => a[0] === b[0] && a[1] === b[1],
});

/** Ranges of axes by column: `{"params.lr":[0,0.5]}`. */
const parseAsBrushes = createParser<ReadonlyMap<string, AxisBrush>>({
  parse(text) {
    try {
      const brushes = Object.entries(JSON.parse(text) as Record<string, unknown>).flatMap(
        ([axis, ends]): [string, AxisBrush][] => {
          const [low, high] = Array.isArray(ends) ? (ends as unknown[]).map(Number) : [];
          return low !== undefined && high !== undefined && low >= 0 && low <= high && high <= 1
            ? [[axis, { low, high }]]
            : [];
        },
      );
      return new Map(brushes);
    } catch {
      return null;
    }
  },
  serialize: (brushes) =>
    JSON.stringify(
      Object.fromEntries([...brushes].map(([axis, { low, high }]) => [axis, [shorten(low), shorten(high)]])),
    ),
  eq: (a, b) => JSON.stringify([...a]) === JSON.stringify([...b]),
});

/** What the URL of a comparison can say. */
export const COMPARE_SEARCH = {
  runs: parseAsArrayOf(parseAsString).withDefault([]),
  tab: parseAsStringLiteral(COMPARE_TABS).withDefault('curves'),
  /** runs whose curves are not drawn, by the last twelve digits of their id */
  hidden: parseAsArrayOf(parseAsString).withDefault([]),
  /** metrics drawn; none: the usual ones */
  metrics: parseAsArrayOf(parseAsString).withDefault([]),
  smoothing: parseAsFloat.withDefault(0),
  axis: parseAsStringLiteral(CURVE_AXES).withDefault('step'),
  logx: parseAsBoolean.withDefault(false),
  logy: parseAsBoolean.withDefault(false),
  /** the part of the axis that is drawn, in its unit */
  zoom: parseAsRange,
  /** a parameter whose equal values make a group */
  group: parseAsString,
  split: parseAsStringLiteral(SPLITS).withDefault('validation'),
  /** the two runs held against each other */
  a: parseAsString,
  b: parseAsString,
  /** whose images are shown */
  outcome: parseAsStringLiteral(PAIR_OUTCOMES),
  /** the axes of the parallel coordinates; none: what differs, and the target */
  axes: parseAsArrayOf(parseAsColumn).withDefault([]),
  brush: parseAsBrushes.withDefault(new Map()),
  target: parseAsColumn,
  x: parseAsColumn,
  y: parseAsColumn,
  /** which value of each metric is listed */
  value: parseAsStringLiteral(DIFFERENCE_VALUES).withDefault('best'),
};

export const loadCompareSearch = createLoader(COMPARE_SEARCH);
export type CompareSearch = Awaited<ReturnType<typeof loadCompareSearch>>;

/** The runs of a URL: each once, what is no id left out. */
export function comparedIds(runs: readonly string[]): string[] {
  return [...new Set(runs.filter((id) => Id.safeParse(id).success).map((id) => id.toLowerCase()))].slice(
    0,
    MAX_COMPARED,
  );
}

/** The smoothing of a URL as the API takes it. */
export function smoothingOf({ smoothing }: Pick<CompareSearch, 'smoothing'>): number {
  return Math.min(0.99, Math.max(0, smoothing));
}

/** Enough digits for a place on the screen. */
function shorten(value: number): number {
  return Number(value.toPrecision(Math.abs(value) > 1e9 ? 14 : 6));
}
