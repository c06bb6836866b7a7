import { createHash } from 'node:crypto';
import type { AppRouter } from '@bestiary/api/app.router';
import { uuidv7 } from '@bestiary/contracts/id';
import { EPOCH_METRICS, type EpochMetric } from '@bestiary/contracts/metric';
import type { CreateRunInput } from '@bestiary/contracts/run';
import { createTRPCClient, httpLink, type TRPCClient } from '@trpc/client';

export type Api = TRPCClient<AppRouter>;

/** The smallest PNG: one grey pixel; `shade` makes it another file. */
function pixel(shade: number): Buffer {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
    'base64',
  );
  return Buffer.concat([png, Buffer.from([shade & 255, shade >> 8])]); // what follows the end is not read
}

/** Writes runs as a training does: through the API, over HTTP. */
export class RunWriter {
  readonly api: Api;
  readonly #url: string;

  constructor(serverUrl: string) {
    this.#url = serverUrl;
    this.api = createTRPCClient<AppRouter>({ links: [httpLink({ url: `${serverUrl}/api/trpc` })] });
  }

  /** @returns the run's id */
  async create(name: string, more: Partial<CreateRunInput> & { project?: string } = {}): Promise<string> {
    const { project = 'e2e', ...rest } = more;
    const { id: projectId } = await this.api.projects.ensure.mutate({ id: uuidv7(), name: project });
    const id = uuidv7();
    await this.api.runs.create.mutate({ id, projectId, name, ...rest });
    return id;
  }

  /** One epoch's metrics, step counted from 0. */
  async epoch(runId: string, step: number, values: Partial<Record<EpochMetric, number>>): Promise<void> {
    await this.api.metrics.log.mutate({
      runId,
      series: EPOCH_METRICS.flatMap((key) => {
        const value = values[key];
        return value === undefined ? [] : [{ key, steps: [step], values: [value], times: [Date.now()] }];
      }),
    });
  }

  /**
   * Registers a data set of bears and dragons and logs a validation prediction of each image, with previews.
   *
   * @param cells `[predicted][label]`: how many
   * @returns the data set's id
   */
  async predictions(runId: string, cells: readonly (readonly number[])[]): Promise<string> {
    const classNames = ['bear', 'dragon'];
    const rows = cells.flatMap((row, predicted) =>
      row.flatMap((count, label) => Array.from({ length: count }, () => ({ predicted, label }))),
    );
    const files = rows.map((row, i) => ({
      ...row,
      bytes: pixel(i),
      path: `${classNames[row.label]}/${classNames[row.label]}-${String(i).padStart(3, '0')}.png`,
    }));
    const images = files.map(({ bytes, path, label }) => ({
      sha256: sha256(bytes),
      path,
      label,
      split: 'validation' as const,
      width: 1,
      height: 1,
    }));
    const { id: datasetId } = await this.api.datasets.register.mutate({
      id: uuidv7(),
      name: 'bears and dragons',
      manifestSha256: sha256(Buffer.from(JSON.stringify(images))),
      classNames,
      images,
    });
    await this.api.runs.update.mutate({ id: runId, datasetId });
    await this.#store(files.map(({ bytes }) => bytes));
    await this.api.datasets.attachPreviews.mutate({
      previews: images.map((image) => ({ image: image.sha256, blob: image.sha256 })),
    });
    await this.api.predictions.log.mutate({
      runId,
      split: 'validation',
      predictions: files.map(({ path, label, predicted }, i) => {
        const sure = 0.6 + (0.39 * i) / files.length;
        return {
          image: images[i]!.sha256,
          path,
          label,
          predicted,
          probabilities: predicted === 1 ? [1 - sure, sure] : [sure, 1 - sure],
        };
      }),
    });
    return datasetId;
  }

  async file(runId: string, path: string, contentType: string, content: string): Promise<void> {
    const bytes = Buffer.from(content);
    await this.#store([bytes]);
    await this.api.artifacts.record.mutate({ runId, files: [{ path, contentType, sha256: sha256(bytes) }] });
  }

  async #store(contents: readonly Buffer[]): Promise<void> {
    const bySha = new Map(contents.map((bytes) => [sha256(bytes), bytes]));
    const { tickets } = await this.api.artifacts.requestUploads.mutate({
      blobs: [...bySha].map(([hash, bytes]) => ({ sha256: hash, size: bytes.byteLength })),
    });
    const uploads = [];
    for (const ticket of tickets) {
      if (ticket.state === 'stored') continue;
      const bytes = bySha.get(ticket.sha256)!;
      const response = await fetch(new URL(ticket.url, this.#url), {
        method: 'PUT',
        headers: ticket.headers,
        body: new Uint8Array(bytes),
      });
      if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
      uploads.push({ sha256: ticket.sha256, size: bytes.byteLength, uploadId: ticket.uploadId });
    }
    if (uploads.length > 0) await this.api.artifacts.commitUploads.mutate({ uploads });
  }
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
