import { createHash, randomUUID } from 'node:crypto';
import { type Readable } from 'node:stream';
import { type BlobRef, type UploadTicket } from '@bestiary/contracts/artifact';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import { Client, CopyDestinationOptions, CopySourceOptions, S3Error } from 'minio';
import {
  type ArtifactStore,
  DOWNLOAD_WITHIN_MS,
  type DownloadAs,
  UPLOAD_WITHIN_MS,
} from './artifact-store.ts';
import { assertSame } from './blob-file.ts';
import { contentDisposition, safeContentType } from './content-headers.ts';

export type S3Options = {
  /** how this server reaches the store: `http://minio:9000` */
  endpoint: string;
  /** how clients reach it, where that differs: signed URLs begin with it */
  publicEndpoint?: string | undefined;
  accessKey: string;
  secretKey: string;
  bucket: string;
  region: string;
};

const MISSING = ['NoSuchKey', 'NotFound', 'NoSuchBucket'];

/**
 * Blobs in a bucket of MinIO or any S3: `blobs/<sha256>`, and `uploads/<id>` for what is on its way. Clients PUT to a
 * signed URL of an upload; when they commit it, the server reads and hashes what is there, and only then copies it to
 * its place, on the condition that it is still the same object.
 */
export class S3Store implements ArtifactStore {
  readonly kind = 's3';
  readonly #client: Client;
  readonly #signer: Client;
  readonly #bucket: string;
  readonly #endpoint: string;

  private constructor(options: S3Options) {
    this.#client = connect(options.endpoint, options);
    this.#signer = connect(options.publicEndpoint ?? options.endpoint, options);
    this.#bucket = options.bucket;
    this.#endpoint = options.endpoint;
  }

  /**
   * Makes the bucket where it is missing and the keys allow it.
   *
   * @throws BestiaryError `unavailable` where the store cannot be reached, or refuses the keys
   */
  static async open(options: S3Options): Promise<S3Store> {
    const store = new S3Store(options);
    await store.#reach(async () => {
      if (await store.#client.bucketExists(options.bucket)) return;
      try {
        await store.#client.makeBucket(options.bucket, options.region);
      } catch (error) {
        // another server made it first
        if (!(error instanceof S3Error) || error.code !== 'BucketAlreadyOwnedByYou') throw error;
      }
    });
    return store;
  }

  async requestUpload(blob: BlobRef): Promise<UploadTicket> {
    if (await this.has(blob)) return { state: 'stored', sha256: blob.sha256 };
    const uploadId = randomUUID();
    const expiresAt = new Date(Date.now() + UPLOAD_WITHIN_MS);
    const url = await this.#reach(() =>
      this.#signer.presignedPutObject(this.#bucket, uploadKey(uploadId), UPLOAD_WITHIN_MS / 1_000),
    );
    return {
      state: 'upload',
      sha256: blob.sha256,
      url,
      headers: {},
      uploadId,
      expiresAt: expiresAt.toISOString(),
    };
  }

  async commitUpload(upload: BlobRef & { uploadId: string }): Promise<void> {
    const { uploadId, sha256, size } = upload;
    if (!Id.safeParse(uploadId).success) {
      throw new BestiaryError('invalid_input', `"${uploadId}" is no upload`); // never a part of another key
    }
    if (await this.has(upload)) {
      await this.#remove(uploadKey(uploadId));
      return;
    }
    const arrived = await this.#stat(uploadKey(uploadId));
    if (arrived === undefined) {
      throw new BestiaryError('integrity', `upload ${uploadId} has brought nothing`, {
        hint: 'upload the file again',
      });
    }
    try {
      const hash = arrived.size === size ? await this.#hash(uploadKey(uploadId)) : 'another sha256';
      assertSame({ sha256, size }, { sha256: hash, size: arrived.size });
    } catch (error) {
      await this.#remove(uploadKey(uploadId));
      throw error;
    }
    await this.#reach(() =>
      this.#client.copyObject(
        new CopySourceOptions({
          Bucket: this.#bucket,
          Object: uploadKey(uploadId),
          MatchETag: arrived.etag,
        }),
        new CopyDestinationOptions({ Bucket: this.#bucket, Object: blobKey(sha256) }),
      ),
    );
    await this.#remove(uploadKey(uploadId));
  }

  async has({ sha256, size }: BlobRef): Promise<boolean> {
    return (await this.#stat(blobKey(sha256)))?.size === size;
  }

  async downloadUrl(sha256: string, as: DownloadAs): Promise<{ url: string; expiresAt: string }> {
    const expiresAt = new Date(Date.now() + DOWNLOAD_WITHIN_MS);
    const url = await this.#reach(() =>
      this.#signer.presignedGetObject(this.#bucket, blobKey(sha256), DOWNLOAD_WITHIN_MS / 1_000, {
        'response-content-type': safeContentType(as.contentType),
        'response-content-disposition': contentDisposition(as),
        'response-cache-control': 'private, max-age=31536000, immutable',
      }),
    );
    return { url, expiresAt: expiresAt.toISOString() };
  }

  async open(sha256: string): Promise<{ size: number; stream: Readable }> {
    const found = await this.#stat(blobKey(sha256));
    if (found === undefined) throw new BestiaryError('not_found', `blob ${sha256} is not stored`);
    const stream = await this.#reach(() => this.#client.getObject(this.#bucket, blobKey(sha256)));
    return { size: found.size, stream };
  }

  async delete(sha256: string): Promise<void> {
    await this.#remove(blobKey(sha256));
  }

  async removeStaleUploads(before: Date): Promise<number> {
    return this.#reach(async () => {
      const stale: string[] = [];
      for await (const item of this.#client.listObjectsV2(this.#bucket, 'uploads/', true)) {
        const { name, lastModified } = item as { name?: string; lastModified?: Date };
        if (name !== undefined && lastModified !== undefined && lastModified < before) stale.push(name);
      }
      await this.#client.removeObjects(this.#bucket, stale);
      return stale.length;
    });
  }

  async checkHealth(): Promise<void> {
    await this.#reach(async () => {
      if (!(await this.#client.bucketExists(this.#bucket))) {
        throw new BestiaryError('unavailable', `there is no bucket "${this.#bucket}" at ${this.#endpoint}`, {
          hint: 'make it, or restart the server with keys that may',
        });
      }
    });
  }

  async #stat(key: string): Promise<{ size: number; etag: string } | undefined> {
    return this.#reach(async () => {
      try {
        const { size, etag } = await this.#client.statObject(this.#bucket, key);
        return { size, etag };
      } catch (error) {
        if (error instanceof S3Error && MISSING.includes(error.code ?? '')) return undefined;
        throw error;
      }
    });
  }

  async #hash(key: string): Promise<string> {
    return this.#reach(async () => {
      const hash = createHash('sha256');
      const stream = await this.#client.getObject(this.#bucket, key);
      for await (const chunk of stream) hash.update(chunk as Buffer);
      return hash.digest('hex');
    });
  }

  async #remove(key: string): Promise<void> {
    await this.#reach(() => this.#client.removeObject(this.#bucket, key));
  }

  async #reach<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof BestiaryError) throw error;
      const refused = error instanceof S3Error && /AccessDenied|InvalidAccessKey|SignatureDoesNotMatch/.test(error.code ?? ''); // prettier-ignore
      throw new BestiaryError(
        'unavailable',
        `the artifact store at ${this.#endpoint} ${refused ? 'refuses' : 'failed'}: ${messageOf(error) || (error as { code?: string }).code}`,
        {
          cause: error,
          hint: refused ? 'check S3_ACCESS_KEY, S3_SECRET_KEY and what they may do' : 'is it running, and is S3_ENDPOINT right?', // prettier-ignore
        },
      );
    }
  }
}

function blobKey(sha256: string): string {
  return `blobs/${sha256}`;
}

function uploadKey(uploadId: string): string {
  return `uploads/${uploadId}`;
}

function connect(endpoint: string, { accessKey, secretKey, region }: S3Options): Client {
  const { protocol, hostname, port } = new URL(endpoint);
  return new Client({
    endPoint: hostname,
    ...(port === '' ? {} : { port: Number(port) }),
    useSSL: protocol === 'https:',
    accessKey,
    secretKey,
    region,
    pathStyle: true,
  });
}
