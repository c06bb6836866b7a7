import { type Split } from '@bestiary/contracts/dataset';
import { type Gallery, type Prediction } from '@bestiary/contracts/prediction';
import { announce } from '../change.ts';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** A prediction, and what is known of its image. */
export interface PredictionRow {
  path: string;
  image: string;
  label: number;
  probabilities: number[];
  /** pixels; 0 where it is not known */
  width: number;
  height: number;
  brightness: number | null;
  sharpness: number | null;
  hasPreview: boolean;
}

export class PredictionRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Writes predictions in one statement; one that is there (run, split, path) is replaced.
   *
   * @throws the foreign key `predictions_run_id_fkey` where there is no such run
   */
  async log(runId: string, split: Split, predictions: readonly Prediction[]): Promise<number> {
    const rows = Array.from(new Map(predictions.map((p) => [p.path, p])).values()); // the last of a path counts
    await this.#db.$queryRaw`
      WITH written AS (
        INSERT INTO predictions (run_id, split, path, image_sha256, label, predicted, probabilities)
        SELECT ${runId}::uuid, ${split}::split, path, image, label, predicted, probabilities::real[]
        FROM unnest(
          ${rows.map((p) => p.path)}::text[], ${rows.map((p) => p.image)}::text[],
          ${rows.map((p) => p.label)}::int[], ${rows.map((p) => p.predicted)}::int[],
          ${rows.map((p) => `{${p.probabilities.join(',')}}`)}::text[]
        ) AS prediction (path, image, label, predicted, probabilities)
        ORDER BY path
        ON CONFLICT (run_id, split, path) DO UPDATE SET image_sha256 = excluded.image_sha256, label = excluded.label,
          predicted = excluded.predicted, probabilities = excluded.probabilities
      )
      SELECT ${announce({ runId, kind: 'predictions' })} AS announced`;
    return rows.length;
  }

  /**
   * The names of the classes that a run predicts: its data set's; where it has none, the numbers of its predictions'
   * classes. Undefined where there is no such run.
   */
  async classNames(runId: string): Promise<string[] | undefined> {
    const [row] = await this.#db.$queryRaw<{ names: string[] | null; classes: number | null }[]>`
      SELECT datasets.class_names AS names,
        (SELECT max(cardinality(probabilities)) FROM predictions WHERE run_id = runs.id) AS classes
      FROM runs LEFT JOIN datasets ON datasets.id = runs.dataset_id
      WHERE runs.id = ${runId}::uuid`;
    if (row === undefined) return undefined;
    return row.names ?? Array.from({ length: row.classes ?? 0 }, (_, c) => String(c));
  }

  /** How many predictions there are of each (predicted, label) of a run's split; pairs without any are left out. */
  async countPairs(
    runId: string,
    split: Split,
  ): Promise<{ predicted: number; label: number; count: number }[]> {
    return this.#db.$queryRaw`
      SELECT predicted, label, count(*)::int AS count FROM predictions
      WHERE run_id = ${runId}::uuid AND split = ${split}::split GROUP BY predicted, label`;
  }

  /** How many predictions a run's split has, and how many probabilities each has at most. */
  async sizeOf(runId: string, split: Split): Promise<{ rows: number; classes: number }> {
    const [row] = await this.#db.$queryRaw<{ rows: number; classes: number }[]>`
      SELECT count(*)::int AS rows, coalesce(max(cardinality(probabilities)), 0) AS classes
      FROM predictions WHERE run_id = ${runId}::uuid AND split = ${split}::split`;
    return row!;
  }

  /** All predictions of a run's split, ordered by path. */
  async columns(runId: string, split: Split): Promise<PredictionRow[]> {
    return this.#db.$queryRaw`
      SELECT prediction.path, prediction.image_sha256 AS image, prediction.label, prediction.probabilities,
        coalesce(images.width, 0) AS width, coalesce(images.height, 0) AS height,
        images.brightness, images.sharpness, images.preview_sha256 IS NOT NULL AS "hasPreview"
      FROM predictions AS prediction LEFT JOIN images ON images.sha256 = prediction.image_sha256
      WHERE prediction.run_id = ${runId}::uuid AND prediction.split = ${split}::split
      ORDER BY prediction.path`;
  }

  /** A page of predictions: wrong ones first, the most confident foremost, then right ones in the order of the set. */
  async gallery(query: {
    runId: string;
    split: Split;
    outcome: 'right' | 'wrong' | 'all';
    label?: number | undefined;
    predicted?: number | undefined;
    limit: number;
    offset: number;
  }): Promise<Gallery> {
    const conditions = [
      Prisma.sql`prediction.run_id = ${query.runId}::uuid AND prediction.split = ${query.split}::split`,
    ];
    if (query.outcome === 'right') conditions.push(Prisma.sql`prediction.label = prediction.predicted`);
    if (query.outcome === 'wrong') conditions.push(Prisma.sql`prediction.label <> prediction.predicted`);
    if (query.label !== undefined) conditions.push(Prisma.sql`prediction.label = ${query.label}::int`);
    if (query.predicted !== undefined) {
      conditions.push(Prisma.sql`prediction.predicted = ${query.predicted}::int`);
    }
    const where = Prisma.join(conditions, ' AND ');
    const [images, counted] = await Promise.all([
      this.#db.$queryRaw<Gallery['images']>`
        SELECT prediction.image_sha256 AS image, prediction.path, prediction.label, prediction.predicted,
          to_json(prediction.probabilities) AS probabilities, images.width, images.height,
          images.preview_sha256 IS NOT NULL AS "hasPreview"
        FROM predictions AS prediction
        JOIN runs ON runs.id = prediction.run_id
        LEFT JOIN dataset_images AS place ON place.dataset_id = runs.dataset_id
          AND place.split = prediction.split AND place.path = prediction.path
        LEFT JOIN images ON images.sha256 = prediction.image_sha256
        WHERE ${where}
        ORDER BY prediction.label = prediction.predicted,
          CASE WHEN prediction.label <> prediction.predicted
            THEN prediction.probabilities[prediction.predicted + 1] END DESC,
          place.position, prediction.path
        LIMIT ${query.limit}::int OFFSET ${query.offset}::int`,
      this.#db.$queryRaw<{ total: number }[]>`
        SELECT count(*)::int AS total FROM predictions AS prediction WHERE ${where}`,
    ]);
    return { total: counted[0]!.total, images };
  }
}
