import { type Split } from '@bestiary/contracts/dataset';
import { type PairGallery, type PairGalleryQuery, type PairOutcome } from '@bestiary/contracts/ranking';
import { type Database } from '../database.ts';
import { Prisma } from '../generated/client.ts';

/** Reads the predictions of several runs beside each other. */
export class RankingRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * What runs predict of a split, in columns. Runs over the same images share one entry of `imageSets`, so that a
   * hundred runs over ten thousand images name them once.
   */
  async columns(
    runIds: readonly string[],
    split: Split,
  ): Promise<{ runs: PredictedColumn[]; imageSets: Map<string, ImageSet> }> {
    const runs = await this.#db.$queryRaw<PredictedColumn[]>`
      SELECT run_id AS "runId", json_agg(predicted ORDER BY path) AS predicted,
        md5(string_agg(image_sha256 || label || ' ' || path, chr(10) ORDER BY path)) AS "imageSet"
      FROM predictions WHERE run_id = ANY (${[...runIds]}::uuid[]) AND split = ${split}::split
      GROUP BY run_id`;
    const firsts = new Map(runs.map((run) => [run.imageSet, run.runId]));
    const sets = await this.#db.$queryRaw<({ runId: string } & ImageSet)[]>`
      SELECT run_id AS "runId", json_agg(image_sha256 || ' ' || path ORDER BY path) AS images,
        json_agg(label ORDER BY path) AS labels
      FROM predictions WHERE run_id = ANY (${[...firsts.values()]}::uuid[]) AND split = ${split}::split
      GROUP BY run_id`;
    const byRun = new Map(sets.map(({ runId, images, labels }) => [runId, { images, labels }]));
    const imageSets = new Map<string, ImageSet>();
    for (const [imageSet, runId] of firsts) {
      const set = byRun.get(runId);
      if (set !== undefined) imageSets.set(imageSet, set);
    }
    return { runs, imageSets };
  }

  /** Which of these runs there are, with the name and the classes of their data set. */
  async datasetsOf(
    runIds: readonly string[],
  ): Promise<{ runId: string; dataset: string | null; classNames: string[] | null }[]> {
    return this.#db.$queryRaw`
      SELECT runs.id AS "runId", datasets.name AS dataset, datasets.class_names AS "classNames"
      FROM runs LEFT JOIN datasets ON datasets.id = runs.dataset_id WHERE runs.id = ANY (${[...runIds]}::uuid[])`;
  }

  /**
   * The images that two runs share, counted by who has them right; how many each has besides; and how many classes they
   * know of.
   */
  async countPaired(a: string, b: string, split: Split): Promise<PairedImages> {
    const [row] = await this.#db.$queryRaw<PairedImages[]>`
      SELECT
        count(*) FILTER (WHERE ${PAIR_CONDITIONS.bothRight})::int AS "bothRight",
        count(*) FILTER (WHERE ${PAIR_CONDITIONS.onlyA})::int AS "onlyA",
        count(*) FILTER (WHERE ${PAIR_CONDITIONS.onlyB})::int AS "onlyB",
        count(*) FILTER (WHERE ${PAIR_CONDITIONS.bothWrong})::int AS "bothWrong",
        count(*) FILTER (WHERE b.path IS NULL)::int AS "otherA",
        count(*) FILTER (WHERE a.path IS NULL)::int AS "otherB",
        coalesce(max(greatest(cardinality(a.probabilities), cardinality(b.probabilities))), 0) AS classes
      FROM (SELECT * FROM predictions WHERE run_id = ${a}::uuid AND split = ${split}::split) AS a
      FULL JOIN (SELECT * FROM predictions WHERE run_id = ${b}::uuid AND split = ${split}::split) AS b
        ON a.path = b.path AND a.image_sha256 = b.image_sha256 AND a.label = b.label`;
    return row!;
  }

  /** A page of the images that two runs share and that came out so; where the two are furthest apart first. */
  async pairGallery({ a, b, split, outcome, limit, offset }: PairGalleryQuery): Promise<PairGallery> {
    const shared = Prisma.sql`
      FROM predictions AS a JOIN predictions AS b ON a.path = b.path AND a.image_sha256 = b.image_sha256
        AND a.label = b.label AND b.run_id = ${b}::uuid AND b.split = ${split}::split
      LEFT JOIN images ON images.sha256 = a.image_sha256
      WHERE a.run_id = ${a}::uuid AND a.split = ${split}::split AND ${PAIR_CONDITIONS[outcome]}`;
    const [images, counted] = await Promise.all([
      this.#db.$queryRaw<PairGallery['images']>`
        SELECT a.image_sha256 AS image, a.path, a.label, a.predicted, to_json(a.probabilities) AS probabilities,
          images.width, images.height, images.preview_sha256 IS NOT NULL AS "hasPreview",
          json_build_object('predicted', b.predicted, 'probabilities', b.probabilities) AS other
        ${shared}
        ORDER BY abs(a.probabilities[a.label + 1] - b.probabilities[a.label + 1]) DESC, a.path
        LIMIT ${limit}::int OFFSET ${offset}::int`,
      this.#db.$queryRaw<{ total: number }[]>`SELECT count(*)::int AS total ${shared}`,
    ]);
    return { total: counted[0]!.total, images };
  }
}

export type PairedImages = Record<PairOutcome | 'otherA' | 'otherB' | 'classes', number>;

/** What a run predicts, by path; `imageSet` names the images and labels. */
export type PredictedColumn = { runId: string; predicted: number[]; imageSet: string };

/** Images by path: `sha256 path`, and what they are labelled. */
export type ImageSet = { images: string[]; labels: number[] };

/** Of predictions `a` and `b` of one image with one label. */
const PAIR_CONDITIONS: Readonly<Record<PairOutcome, Prisma.Sql>> = {
  bothRight: Prisma.sql`a.predicted = a.label AND b.predicted = b.label`,
  onlyA: Prisma.sql`a.predicted = a.label AND b.predicted <> b.label`,
  onlyB: Prisma.sql`a.predicted <> a.label AND b.predicted = b.label`,
  bothWrong: Prisma.sql`a.predicted <> a.label AND b.predicted <> b.label`,
};
