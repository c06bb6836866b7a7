import { type CurveAxis } from '@bestiary/contracts/curve';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';
import {
  floatColumn,
  integerColumn,
  readFloats,
  readIntegers,
  readTimes,
  timeColumn,
} from './number-column.ts';

/** Reads points of many runs to draw them. */
export class CurveRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Every point of these metrics of these runs, one entry a series that there is, by key. Half a million points keep a
   * connection busy for a tenth of a second, so two read, each half of the runs.
   */
  async columns(
    runIds: readonly string[],
    keys: readonly string[],
    axis: CurveAxis,
  ): Promise<NumericColumns[]> {
    const half = Math.ceil(runIds.length / 2);
    const halves = [runIds.slice(0, half), runIds.slice(half)].filter((ids) => ids.length > 0);
    const read = await Promise.all(halves.map((ids) => this.#read(ids, keys, axis)));
    return read.flat().sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  }

  async #read(
    runIds: readonly string[],
    keys: readonly string[],
    axis: CurveAxis,
  ): Promise<NumericColumns[]> {
    const rows = await this.#db.$queryRaw<DrawnRow[]>`
      SELECT series.run_id AS "runId", series.key, runs.started_at AS "startedAt", points.*
      FROM series JOIN runs ON runs.id = series.run_id, LATERAL (${axis === 'step' ? BY_STEP : BY_TIME}) AS points
      WHERE series.run_id = ANY (${[...runIds]}::uuid[]) AND series.key = ANY (${[...keys]}::text[])
        AND points.values IS NOT NULL`;
    return rows.map(({ runId, key, startedAt, first, places, values: text }) => {
      const values = readFloats(text);
      return {
        runId,
        key,
        startedAt,
        places: readPlaces(axis, places) ?? wholeFrom(Number(first), values.length),
        values,
      };
    });
  }
}

/** A series' points by step. */
export type NumericColumns = {
  runId: string;
  key: string;
  startedAt: Date | null;
  /** `[n]` steps, or Unix milliseconds */
  places: Float64Array;
  /** `[n]` NaN and infinities among them */
  values: Float64Array;
};

type DrawnRow = {
  runId: string;
  key: string;
  startedAt: Date | null;
  /** of the steps, where they follow each other without a gap */
  first: bigint | null;
  places: string | null;
  values: string;
};

const STEP = Prisma.sql`step`;

/** Steps that follow each other are known from the first: most series' do, and half of the work is spared. */
const BY_STEP = Prisma.sql`
  SELECT edge.first, read.values,
    CASE WHEN series.last_step - edge.first >= series.count
      THEN (SELECT ${integerColumn(STEP, STEP)} FROM points WHERE series_id = series.id) END AS places
  FROM (SELECT ${floatColumn(Prisma.sql`value`, STEP)} AS values FROM points WHERE series_id = series.id) AS read,
    (SELECT min(step) AS first FROM points WHERE series_id = series.id) AS edge`;

const BY_TIME = Prisma.sql`
  SELECT NULL::bigint AS first, ${floatColumn(Prisma.sql`value`, STEP)} AS values,
    ${timeColumn(Prisma.sql`time`, STEP)} AS places
  FROM points WHERE series_id = series.id`;

function readPlaces(axis: CurveAxis, text: string | null): Float64Array | undefined {
  if (text === null) return undefined;
  return axis === 'step' ? readIntegers(text) : readTimes(text);
}

/** `[count]` whole numbers that follow each other. */
function wholeFrom(first: number, count: number): Float64Array {
  const numbers = new Float64Array(count);
  for (let i = 0; i < count; i++) numbers[i] = first + i;
  return numbers;
}
