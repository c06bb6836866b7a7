import { readdir, readFile } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { SECURITY_HEADERS } from './security-headers.ts';

const PREFIX = '/_next/static/';
/** In the order in which they are chosen. Browsers take Brotli over HTTPS and from this machine alone. */
const ENCODINGS = [
  { name: 'br', suffix: '.br' },
  { name: 'gzip', suffix: '.gz' },
] as const;
const TYPES: Readonly<Record<string, string>> = {
  '.js': 'application/javascript; charset=UTF-8',
  '.css': 'text/css; charset=UTF-8',
};

/** The pages' scripts and styles as `compressStatic` left them, so that no answer costs time to compress. */
export class StaticFiles {
  readonly #folder: string;
  /** of compressed files, relative to the folder: a request names one of these or nothing */
  readonly #names: ReadonlySet<string>;

  private constructor(folder: string, names: ReadonlySet<string>) {
    this.#folder = folder;
    this.#names = names;
  }

  /** @param folder Next's `static`; without compressed files in it nothing is answered */
  static async open(folder: string): Promise<StaticFiles> {
    const names = await readdir(folder, { recursive: true });
    return new StaticFiles(folder, new Set(names.map((name) => name.split(path.sep).join('/'))));
  }

  /** Answers a request for a file that there is in an encoding which the reader takes. @returns whether it did */
  async answer(incoming: IncomingMessage, outgoing: ServerResponse): Promise<boolean> {
    const address = incoming.url?.split('?', 1)[0] ?? '';
    if (incoming.method !== 'GET' || !address.startsWith(PREFIX)) return false;
    const name = address.slice(PREFIX.length);
    const type = TYPES[path.posix.extname(name)];
    const accepted = acceptedEncodings(incoming.headers['accept-encoding']?.toString() ?? '');
    const encoding = ENCODINGS.find((each) => accepted.has(each.name) && this.#names.has(name + each.suffix));
    if (type === undefined || encoding === undefined) return false;
    const body = await readFile(path.join(this.#folder, name + encoding.suffix));
    for (const [header, value] of Object.entries(SECURITY_HEADERS)) outgoing.setHeader(header, value);
    outgoing.setHeader('Content-Type', type);
    outgoing.setHeader('Content-Encoding', encoding.name);
    outgoing.setHeader('Content-Length', body.byteLength);
    outgoing.setHeader('Cache-Control', 'public, max-age=31536000, immutable'); // the name tells the content
    outgoing.setHeader('Vary', 'Accept-Encoding');
    outgoing.end(body);
    return true;
  }
}

/** The encodings that a header allows (RFC 9110, section 12.5.3): those without a weight of 0. */
function acceptedEncodings(header: string): ReadonlySet<string> {
  return new Set(
    header
      .toLowerCase()
      .split(',')
      .map((part) => part.split(';').map((piece) => piece.trim()))
      .filter(([, weight]) => weight === undefined || !/^q=0(\.0*)?$/.test(weight))
      .map(([name]) => name!),
  );
}
