import { type Dataset, type RegisterDatasetInput } from '@bestiary/contracts/dataset';
import { BestiaryError } from '@bestiary/contracts/error';
import { type Database } from '../database.ts';
import { violatedConstraint } from '../database-error.ts';

export class DatasetRepository {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /**
   * Registers a data set and its images in one statement, unless one with that manifest is there. Images that are known
   * already keep what is known of them, and are given what is measured of them now and was not before.
   *
   * @throws BestiaryError `conflict` where the id is another data set's, or two images have one path
   */
  async register(dataset: RegisterDatasetInput): Promise<{ id: string; created: boolean }> {
    const { id, name, manifestSha256, classNames, images } = dataset;
    try {
      const [row] = await this.#db.$queryRaw<{ id: string | null }[]>`
        WITH made AS (
          INSERT INTO datasets (id, name, manifest_sha256, class_names)
          VALUES (${id}::uuid, ${name}, ${manifestSha256}, ${classNames}::text[])
          ON CONFLICT (manifest_sha256) DO NOTHING
          RETURNING id
        ), listed AS (
          SELECT * FROM unnest(
            ${images.map((image) => image.sha256)}::text[], ${images.map((image) => image.path)}::text[],
            ${images.map((image) => image.label)}::int[], ${images.map((image) => image.split)}::text[],
            ${images.map((image) => image.width)}::int[], ${images.map((image) => image.height)}::int[],
            ${images.map((image) => image.brightness ?? null)}::float8[],
            ${images.map((image) => image.sharpness ?? null)}::float8[],
            ${images.map((image) => image.perceptualHash ?? null)}::text[]
          ) WITH ORDINALITY AS image (
            sha256, path, label, split, width, height, brightness, sharpness, perceptual_hash, position
          )
        ), known AS (
          INSERT INTO images (sha256, width, height, brightness, sharpness, perceptual_hash)
          SELECT DISTINCT ON (sha256) sha256, width, height, brightness, sharpness, perceptual_hash
          FROM listed ORDER BY sha256
          ON CONFLICT (sha256) DO UPDATE SET
            brightness = coalesce(images.brightness, EXCLUDED.brightness),
            sharpness = coalesce(images.sharpness, EXCLUDED.sharpness),
            perceptual_hash = coalesce(images.perceptual_hash, EXCLUDED.perceptual_hash)
          WHERE (images.brightness IS NULL AND EXCLUDED.brightness IS NOT NULL)
            OR (images.sharpness IS NULL AND EXCLUDED.sharpness IS NOT NULL)
            OR (images.perceptual_hash IS NULL AND EXCLUDED.perceptual_hash IS NOT NULL)
        ), placed AS (
          INSERT INTO dataset_images (dataset_id, position, image_sha256, path, label, split)
          SELECT made.id, position - 1, sha256, path, label, split::split FROM made, listed
        )
        SELECT id FROM made`;
      if (row !== undefined) return { id, created: true };
    } catch (error) {
      const constraint = violatedConstraint(error);
      if (constraint === 'datasets_pkey') {
        throw new BestiaryError('conflict', `data set ${id} exists with another manifest`, { cause: error });
      }
      if (constraint === 'dataset_images_dataset_id_split_path_key') {
        throw new BestiaryError('conflict', `data set "${name}" lists a path twice in one split`, {
          cause: error,
        });
      }
      throw error;
    }
    const there = await this.#db.dataset.findUniqueOrThrow({
      where: { manifestSha256 },
      select: { id: true },
    });
    return { id: there.id, created: false };
  }

  async find(id: string): Promise<Dataset | undefined> {
    const [dataset, counts] = await Promise.all([
      this.#db.dataset.findUnique({ where: { id } }),
      this.#db.datasetImage.groupBy({
        by: ['split', 'label'],
        where: { datasetId: id },
        _count: true,
        orderBy: [{ split: 'asc' }, { label: 'asc' }],
      }),
    ]);
    if (dataset === null) return undefined;
    return {
      id: dataset.id,
      name: dataset.name,
      manifestSha256: dataset.manifestSha256,
      classNames: dataset.classNames,
      counts: counts.map(({ split, label, _count }) => ({ split, label, count: _count })),
      createdAt: dataset.createdAt.toISOString(),
    };
  }

  /** Which of these images (by sha256) have no preview, in the order asked for. */
  async missingPreviews(images: readonly string[]): Promise<string[]> {
    const shown = await this.#db.image.findMany({
      where: { sha256: { in: [...images] }, previewSha256: { not: null } },
      select: { sha256: true },
    });
    const known = new Set(shown.map(({ sha256 }) => sha256));
    return images.filter((sha256) => !known.has(sha256));
  }

  /**
   * Says which stored blob shows which image.
   *
   * @returns how many of the images are known
   * @throws the foreign key `images_preview_sha256_fkey` where a blob is not stored
   */
  async attachPreviews(previews: readonly { image: string; blob: string }[]): Promise<number> {
    return this.#db.$executeRaw`
      UPDATE images SET preview_sha256 = preview.blob
      FROM unnest(${previews.map((p) => p.image)}::text[], ${previews.map((p) => p.blob)}::text[]) AS preview (image, blob)
      WHERE images.sha256 = preview.image`;
  }

  /** The blob that shows an image (by sha256). */
  async findPreview(image: string): Promise<string | undefined> {
    const row = await this.#db.image.findUnique({
      where: { sha256: image },
      select: { previewSha256: true },
    });
    return row?.previewSha256 ?? undefined;
  }
}
