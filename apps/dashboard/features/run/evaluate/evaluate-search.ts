import { BIN_KINDS } from '@bestiary/ui/prepare-calibration';
import { CLASS_ORDERS } from '@bestiary/ui/prepare-matrix';
import { SLICE_PROPERTIES } from '@bestiary/ui/prepare-slices';
import {
  createParser,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsNumberLiteral,
  parseAsStringLiteral,
} from 'nuqs/server';
import { CLASS_COLUMNS, type ClassSort } from './class-rows.ts';
import { formatPick, parsePick, type ImagePick } from './image-pick.ts';

const parseAsPick = createParser<ImagePick>({
  parse: parsePick,
  serialize: formatPick,
  eq: (a, b) => formatPick(a) === formatPick(b),
});

/** What the two kinds of mistakes cost, `FALSE_POSITIVE,FALSE_NEGATIVE`: finite and not negative. */
export interface MistakeCosts {
  falsePositive: number;
  falseNegative: number;
}
const parseAsCosts = createParser<MistakeCosts>({
  parse(word) {
    const [falsePositive, falseNegative, ...rest] = word.split(',').map(Number);
    const isCost = (cost: number | undefined): cost is number => Number.isFinite(cost) && cost! >= 0;
    if (!isCost(falsePositive) || !isCost(falseNegative) || rest.length > 0) return null;
    return { falsePositive, falseNegative };
  },
  serialize: ({ falsePositive, falseNegative }) => `${falsePositive},${falseNegative}`,
  eq: (a, b) => a.falsePositive === b.falsePositive && a.falseNegative === b.falseNegative,
});

const parseAsClassSort = createParser<ClassSort>({
  parse(word) {
    const descending = word.startsWith('-');
    const by = CLASS_COLUMNS.find((column) => column === (descending ? word.slice(1) : word));
    return by === undefined ? null : { by, descending };
  },
  serialize: ({ by, descending }) => (descending ? `-${by}` : by),
  eq: (a, b) => a.by === b.by && a.descending === b.descending,
});

/** What the URL says of the evaluation of a run. */
export const EVALUATE_SEARCH = {
  /** two classes: the positive one is predicted from this probability on; left out: as saved with the run, else 0.5 */
  threshold: parseAsFloat,
  /** two classes: the number of the positive one; left out: as saved with the run, else 1 */
  positive: parseAsNumberLiteral([0, 1] as const),
  show: parseAsPick,
  /** the images of all splits are judged together */
  every: parseAsBoolean.withDefault(false),
  costs: parseAsCosts.withDefault({ falsePositive: 1, falseNegative: 1 }),
  bins: parseAsStringLiteral(BIN_KINDS).withDefault('equal-mass'),
  /** whether probabilities are shown as temperature scaling makes them */
  scaled: parseAsBoolean.withDefault(false),
  order: parseAsStringLiteral(CLASS_ORDERS).withDefault('given'),
  /** rows of the matrix are labels and columns predictions */
  turned: parseAsBoolean.withDefault(false),
  /** of the table of classes */
  sort: parseAsClassSort.withDefault({ by: 'f1', descending: false }),
  /** the class whose curves against all others are drawn */
  against: parseAsInteger.withDefault(0),
  /** the one property whose slices are listed; left out: all */
  slices: parseAsStringLiteral(SLICE_PROPERTIES),
};
