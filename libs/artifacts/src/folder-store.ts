import { randomBytes, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { link, mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import { type BlobRef, MAX_BLOB_BYTES, type UploadTicket } from '@bestiary/contracts/artifact';
import { BestiaryError } from '@bestiary/contracts/error';
import { Sha256 } from '@bestiary/contracts/id';
import {
  type ArtifactStore,
  DOWNLOAD_WITHIN_MS,
  type DownloadAs,
  UPLOAD_WITHIN_MS,
} from './artifact-store.ts';
import { blobPath, diskError, writeBlob } from './blob-file.ts';
import { parseByteRange } from './byte-range.ts';
import { contentDisposition, safeContentType } from './content-headers.ts';
import { errorResponse } from './error-response.ts';
import { signUrl, verifyUrl } from './signed-url.ts';

/** Where the server serves a folder store's signed URLs: PUT `/uploads/<id>`, GET `/<sha256>`. */
export const BLOBS_ROUTE = '/api/blobs';

/**
 * Blobs as files of a folder: `sha256/ab/cd/…` by content, `uploads/` for what is on its way, `secret` (mode 0600) to
 * sign URLs with. Processes that share the folder share the secret, so each serves the URLs of all.
 */
export class FolderStore implements ArtifactStore {
  readonly kind = 'folder';
  readonly #folder: string;
  readonly #secret: Buffer;

  private constructor(folder: string, secret: Buffer) {
    this.#folder = folder;
    this.#secret = secret;
  }

  /** @throws BestiaryError `unavailable` where the folder cannot be made or written to */
  static async open(folder: string): Promise<FolderStore> {
    const absolute = path.resolve(folder);
    try {
      await mkdir(path.join(absolute, 'uploads'), { recursive: true });
      return new FolderStore(absolute, await readOrMakeSecret(path.join(absolute, 'secret')));
    } catch (error) {
      throw diskError(error) ?? error;
    }
  }

  async requestUpload(blob: BlobRef): Promise<UploadTicket> {
    if (await this.has(blob)) return { state: 'stored', sha256: blob.sha256 };
    const uploadId = randomUUID();
    const expiresAt = new Date(Date.now() + UPLOAD_WITHIN_MS);
    const url = signUrl(
      this.#secret,
      'PUT',
      `${BLOBS_ROUTE}/uploads/${uploadId}`,
      { sha256: blob.sha256, size: String(blob.size) },
      expiresAt,
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

  /** The bytes were hashed as they arrived, and moved to their place only then. */
  async commitUpload(upload: BlobRef & { uploadId: string }): Promise<void> {
    if (await this.has(upload)) return;
    throw new BestiaryError(
      'integrity',
      `upload ${upload.uploadId} has not brought the ${upload.size} bytes with sha256 ${upload.sha256}`,
      { hint: 'upload the file again' },
    );
  }

  async has({ sha256, size }: BlobRef): Promise<boolean> {
    return (await this.#sizeOf(sha256)) === size;
  }

  async downloadUrl(sha256: string, as: DownloadAs): Promise<{ url: string; expiresAt: string }> {
    const expiresAt = new Date(Date.now() + DOWNLOAD_WITHIN_MS);
    const { fileName, contentType, inline } = as;
    const url = signUrl(
      this.#secret,
      'GET',
      `${BLOBS_ROUTE}/${sha256}`,
      { name: fileName, type: contentType, ...(inline ? { inline: '1' } : {}) },
      expiresAt,
    );
    return { url, expiresAt: expiresAt.toISOString() };
  }

  async open(sha256: string): Promise<{ size: number; stream: Readable }> {
    const size = await this.#sizeOf(sha256);
    if (size === undefined) throw new BestiaryError('not_found', `blob ${sha256} is not stored`);
    return { size, stream: createReadStream(blobPath(this.#folder, sha256)) };
  }

  async delete(sha256: string): Promise<void> {
    await rm(this.#pathOf(sha256), { force: true });
  }

  async removeStaleUploads(before: Date): Promise<number> {
    const uploads = path.join(this.#folder, 'uploads');
    let removed = 0;
    for (const name of await readdir(uploads)) {
      const file = path.join(uploads, name);
      const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Infinity })); // finished meanwhile
      if (mtimeMs >= before.getTime()) continue;
      await rm(file, { force: true });
      removed += 1;
    }
    return removed;
  }

  async checkHealth(): Promise<void> {
    const probe = path.join(this.#folder, 'uploads', `.health-${randomUUID()}`);
    try {
      await writeFile(probe, 'ok');
    } catch (error) {
      throw (
        diskError(error) ??
        new BestiaryError('unavailable', `cannot write to the artifact folder ${this.#folder}`, {
          cause: error,
        })
      );
    } finally {
      await rm(probe, { force: true });
    }
  }

  /**
   * Answers PUT on a URL from `requestUpload`: takes in the bytes, and keeps them only if they are what was announced.
   * 200 when stored, also when it was before; 403, 413, 422, 503 with `{error}` else.
   */
  async handleUpload(request: Request): Promise<Response> {
    try {
      const url = new URL(request.url);
      const query = verifyUrl(this.#secret, 'PUT', url, Date.now());
      const blob = { sha256: query.get('sha256')!, size: Number(query.get('size')) };
      const announced = request.headers.get('content-length');
      if (announced !== null && Number(announced) > Math.min(blob.size, MAX_BLOB_BYTES)) {
        throw new BestiaryError('too_large', `${announced} bytes were sent for a blob of ${blob.size}`);
      }
      if (await this.has(blob)) await request.body?.cancel();
      else {
        const uploadId = path.posix.basename(url.pathname);
        const temporary = path.join(this.#folder, 'uploads', uploadId);
        const bytes = request.body ?? emptyBody();
        await writeBlob(bytes, blob, temporary, blobPath(this.#folder, blob.sha256));
      }
      return new Response(null, { status: 200, headers: { ETag: `"${blob.sha256}"` } });
    } catch (error) {
      return toErrorResponse(error);
    }
  }

  /** Answers GET and HEAD on a URL from `downloadUrl`, with ranges and conditional requests. */
  async handleDownload(request: Request): Promise<Response> {
    try {
      const url = new URL(request.url);
      const query = verifyUrl(this.#secret, 'GET', url, Date.now());
      const sha256 = path.posix.basename(url.pathname);
      const size = await this.#sizeOf(sha256);
      if (size === undefined) throw new BestiaryError('not_found', `blob ${sha256} is not stored`);
      const etag = `"${sha256}"`;
      const headers = new Headers({
        'Content-Type': safeContentType(query.get('type') ?? ''),
        'Content-Disposition': contentDisposition({
          fileName: query.get('name') ?? sha256,
          inline: query.get('inline') === '1',
        }),
        // what users upload shares the dashboard's origin: it may neither be guessed to be a script nor run as a page
        'X-Content-Type-Options': 'nosniff',
        'Content-Security-Policy': "sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'",
        'Cache-Control': 'private, max-age=31536000, immutable',
        'Accept-Ranges': 'bytes',
        ETag: etag,
      });
      if (request.headers.get('if-none-match') === etag) return new Response(null, { status: 304, headers });
      const range = parseByteRange(request.headers.get('range'), size);
      if (range === 'unsatisfiable') {
        headers.set('Content-Range', `bytes */${size}`);
        return new Response(null, { status: 416, headers });
      }
      const { first, last } = range ?? { first: 0, last: size - 1 };
      if (range !== undefined) headers.set('Content-Range', `bytes ${first}-${last}/${size}`);
      headers.set('Content-Length', String(last - first + 1));
      const body =
        request.method === 'HEAD' || size === 0
          ? null
          : toWeb(createReadStream(this.#pathOf(sha256), { start: first, end: last }));
      return new Response(body, { status: range === undefined ? 200 : 206, headers });
    } catch (error) {
      return toErrorResponse(error);
    }
  }

  async #sizeOf(sha256: string): Promise<number | undefined> {
    try {
      return (await stat(this.#pathOf(sha256))).size;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw diskError(error) ?? error;
    }
  }

  /** Only a sha256 is ever a part of a path. */
  #pathOf(sha256: string): string {
    if (!Sha256.safeParse(sha256).success) {
      throw new BestiaryError('invalid_input', `"${sha256}" is no sha256`);
    }
    return blobPath(this.#folder, sha256);
  }
}

/** A file's bytes as a web stream that closes the file when the reader goes away. */
function toWeb(stream: Readable): ReadableStream<Uint8Array> {
  return Readable.toWeb(stream) as ReadableStream<Uint8Array>;
}

async function* emptyBody(): AsyncGenerator<Uint8Array> {}

/** What reading a body throws when its sender goes away. */
const CLIENT_GONE = ['ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ABORT_ERR', 'UND_ERR_SOCKET'];

function toErrorResponse(error: unknown): Response {
  if (error instanceof BestiaryError) return errorResponse(error);
  if (CLIENT_GONE.includes((error as { code?: string }).code ?? '')) {
    return errorResponse(new BestiaryError('cancelled', 'the upload broke off'));
  }
  console.error(error);
  return errorResponse(new BestiaryError('internal', 'the artifact store failed: see the log of the server'));
}

async function readOrMakeSecret(file: string): Promise<Buffer> {
  const draft = `${file}.${randomUUID()}`;
  try {
    await writeFile(draft, randomBytes(32).toString('base64'), { mode: 0o600 });
    await link(draft, file); // whoever comes second finds it there, whole
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(draft, { force: true });
  }
  return Buffer.from(await readFile(file, 'utf8'), 'base64');
}
