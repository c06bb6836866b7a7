import { type CurveAxis } from '@bestiary/contracts/curve';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** Reads points of many runs to draw them. */
export class CurveRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Every point of these metrics of these runs, one entry a series that there is, as numbers: half a million points take
   * a third of the time that they take as JSON.
   */
  async columns(
    runIds: readonly string[],
    keys: readonly string[],
    axis: CurveAxis,
  ): Promise<NumericColumns[]> {
    const place =
      axis === 'step' ? Prisma.sql`int8send(point.step)` : Prisma.sql`timestamptz_send(point.time)`;
    const rows = await this.#db.$queryRaw<
      { runId: string; key: string; startedAt: Date | null; bytes: Uint8Array }[]
    >`
      SELECT series.run_id AS "runId", series.key, runs.started_at AS "startedAt", drawn.bytes
      FROM series JOIN runs ON runs.id = series.run_id,
        LATERAL (
          SELECT string_agg(${place} || float8send(point.value), ''::bytea ORDER BY point.step) AS bytes
          FROM points AS point WHERE series_id = series.id
        ) AS drawn
      WHERE series.run_id = ANY (${[...runIds]}::uuid[]) AND series.key = ANY (${[...keys]}::text[])
        AND drawn.bytes IS NOT NULL
      ORDER BY series.key`;
    return rows.map(({ bytes, ...row }) => ({ ...row, ...readNumbers(bytes, axis) }));
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

/** Postgres counts microseconds from here (Unix milliseconds). */
const POSTGRES_EPOCH = Date.UTC(2000, 0, 1);

/** Pairs of 8 bytes, big-endian: a whole number (a step, or microseconds since 2000) and a float. */
function readNumbers(bytes: Uint8Array, axis: CurveAxis): Pick<NumericColumns, 'places' | 'values'> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = bytes.byteLength / 16;
  const places = new Float64Array(count);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const whole = view.getInt32(16 * i) * 2 ** 32 + view.getUint32(16 * i + 4);
    places[i] = axis === 'step' ? whole : POSTGRES_EPOCH + whole / 1_000;
    values[i] = view.getFloat64(16 * i + 8);
  }
  return { places, values };
}
