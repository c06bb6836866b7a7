import { type DownloadAs } from './artifact-store.ts';

const MEDIA_TYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(; ?charset=[\w-]+)?$/;

/** The content type where it is one, else the one for unknown bytes: it came from a client. */
export function safeContentType(contentType: string): string {
  return MEDIA_TYPE.test(contentType) ? contentType : 'application/octet-stream';
}

/** The header Content-Disposition (RFC 6266): an ASCII name for old programs, the true one in UTF-8. */
export function contentDisposition({ fileName, inline }: Pick<DownloadAs, 'fileName' | 'inline'>): string {
  const ascii = fileName.replace(/[^\x20-\x7e]|["\\%]/g, '_');
  const utf8 = encodeURIComponent(fileName).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`);
  return `${inline ? 'inline' : 'attachment'}; filename="${ascii}"; filename*=UTF-8''${utf8}`;
}
