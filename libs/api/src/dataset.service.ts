import { type Readable } from 'node:stream';
import { type ArtifactStore } from '@bestiary/artifacts/artifact-store';
import { type Dataset, type RegisterDatasetInput } from '@bestiary/contracts/dataset';
import { BestiaryError } from '@bestiary/contracts/error';
import { violatedConstraint } from '@bestiary/db/database-error';
import { type DatasetRepository } from '@bestiary/db/repositories/dataset.repository';

export class DatasetService {
  readonly #datasets: DatasetRepository;
  readonly #store: ArtifactStore;

  constructor(datasets: DatasetRepository, store: ArtifactStore) {
    this.#datasets = datasets;
    this.#store = store;
  }

  /** @throws BestiaryError `invalid_input` where an image's label is no class */
  async register(dataset: RegisterDatasetInput): Promise<{ id: string; created: boolean }> {
    const stray = dataset.images.find((image) => image.label >= dataset.classNames.length);
    if (stray !== undefined) {
      throw new BestiaryError(
        'invalid_input',
        `image ${stray.path} has label ${stray.label}, but there are ${dataset.classNames.length} classes`,
      );
    }
    return this.#datasets.register(dataset);
  }

  async get(id: string): Promise<Dataset> {
    const dataset = await this.#datasets.find(id);
    if (dataset === undefined) throw new BestiaryError('not_found', `there is no data set ${id}`);
    return dataset;
  }

  async missingPreviews(images: readonly string[]): Promise<{ missing: string[] }> {
    return { missing: await this.#datasets.missingPreviews(images) };
  }

  /** @throws BestiaryError `not_found` where a blob is not stored */
  async attachPreviews(previews: readonly { image: string; blob: string }[]): Promise<{ attached: number }> {
    try {
      return { attached: await this.#datasets.attachPreviews(previews) };
    } catch (error) {
      if (violatedConstraint(error) !== 'images_preview_sha256_fkey') throw error;
      throw new BestiaryError('not_found', 'one of the previews is not stored', {
        cause: error,
        hint: 'commit the upload first',
      });
    }
  }

  /**
   * The picture that shows an image.
   *
   * @throws BestiaryError `not_found` where there is none
   */
  async openPreview(image: string): Promise<{ blob: string; size: number; stream: Readable }> {
    const blob = await this.#datasets.findPreview(image);
    if (blob === undefined) throw new BestiaryError('not_found', `there is no preview of image ${image}`);
    return { blob, ...(await this.#store.open(blob)) };
  }
}
