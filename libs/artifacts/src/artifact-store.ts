import { type Readable } from 'node:stream';
import { type BlobRef, type UploadTicket } from '@bestiary/contracts/artifact';

/** How long a signed URL to upload to is good for. A large file on a slow line takes its time. */
export const UPLOAD_WITHIN_MS = 6 * 3_600_000;
/** How long a signed URL to download from is good for. */
export const DOWNLOAD_WITHIN_MS = 3_600_000;

/** How a browser is to take what it downloads. */
export type DownloadAs = {
  /** last part of the path: what the file is called when it is saved */
  fileName: string;
  contentType: string;
  /** shown in the page rather than saved */
  inline: boolean;
};

/**
 * Keeps files by their content: a blob is named by the SHA-256 of its bytes and never changes. Bytes come and go by
 * signed URLs that expire, so clients hold no keys. A blob counts as stored only once its bytes have been hashed here.
 *
 * Every method may be called from many processes at once on one store. Each rejects with BestiaryError `unavailable`
 * where the store cannot be reached or is full.
 */
export interface ArtifactStore {
  readonly kind: 'folder' | 's3';

  /** Where to PUT a blob, or that it is stored already. */
  requestUpload(blob: BlobRef): Promise<UploadTicket>;

  /**
   * Counts an upload as stored, when what arrived is what was announced. Repeatable.
   *
   * @throws BestiaryError `integrity` where sha256 or size disagree, or nothing arrived; what arrived is removed
   */
  commitUpload(upload: BlobRef & { uploadId: string }): Promise<void>;

  /** Whether a blob is stored with that size. */
  has(blob: BlobRef): Promise<boolean>;

  /** A signed URL that gives a blob's bytes, relative to the server when it begins with `/`. */
  downloadUrl(sha256: string, as: DownloadAs): Promise<{ url: string; expiresAt: string }>;

  /**
   * A blob's bytes; `size` in bytes. The caller reads the stream to its end or destroys it.
   *
   * @throws BestiaryError `not_found`
   */
  open(sha256: string): Promise<{ size: number; stream: Readable }>;

  /** Removes a blob; no error where it is not there. The caller has made sure that nothing names it. */
  delete(sha256: string): Promise<void>;

  /**
   * Removes uploads that were begun before that time and never committed.
   *
   * @returns how many
   */
  removeStaleUploads(before: Date): Promise<number>;

  /** Resolves where the store can be reached and written to. */
  checkHealth(): Promise<void>;
}
