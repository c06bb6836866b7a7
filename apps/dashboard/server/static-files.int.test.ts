import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, get, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { compressStatic } from './compress-static.ts';
import { StaticFiles } from './static-files.ts';

const SCRIPT = 'export const words = "the same words again and again";\n'.repeat(50);

let folder: string;
let http: Server;
let port: number;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'bestiary-static-'));
  await mkdir(path.join(folder, 'chunks'));
  await writeFile(path.join(folder, 'chunks', 'a.js'), SCRIPT);
  await writeFile(path.join(folder, 'chunks', 'font.woff2'), 'no script');
  await compressStatic(folder);
  const files = await StaticFiles.open(folder);
  http = createServer((incoming, outgoing) => {
    void files.answer(incoming, outgoing).then((answered) => {
      if (!answered) outgoing.writeHead(404).end('left to Next');
    });
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  port = (http.address() as AddressInfo).port;
});

afterAll(async () => {
  await new Promise((resolve) => http.close(resolve));
  await rm(folder, { recursive: true, force: true });
});

/** As it comes over the wire: `fetch` would decode it, and normalise the address. */
function request(
  address: string,
  acceptEncoding: string,
): Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    get(
      { host: '127.0.0.1', port, path: address, headers: { 'accept-encoding': acceptEncoding } },
      (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () =>
          resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks) }),
        );
      },
    ).on('error', reject);
  });
}

it('a script comes in the smallest form that the reader takes, to be kept for good', async () => {
  const small = await request('/_next/static/chunks/a.js', 'gzip, deflate, br');
  expect(small.headers).toMatchObject({
    'content-encoding': 'br',
    'content-type': 'application/javascript; charset=UTF-8',
    'cache-control': expect.stringContaining('immutable'),
    vary: 'Accept-Encoding',
    'x-content-type-options': 'nosniff',
  });
  expect(brotliDecompressSync(small.body).toString()).toBe(SCRIPT);
  const zipped = await request('/_next/static/chunks/a.js?v=1', 'gzip;q=0.5, br;q=0');
  expect(zipped.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(zipped.body).toString()).toBe(SCRIPT);
});

it.each([
  ['for a reader that takes no compression', '/_next/static/chunks/a.js', 'identity'],
  ['for what is no script', '/_next/static/chunks/font.woff2', 'br'],
  ['for a file that there is not', '/_next/static/chunks/b.js', 'br'],
  ['for a compressed file itself', '/_next/static/chunks/a.js.br', 'br'],
  ['for a way out of the folder', '/_next/static/../chunks/a.js', 'br'],
  ['for a page', '/', 'br'],
])('leaves it to Next %s', async (_, address, acceptEncoding) => {
  expect((await request(address, acceptEncoding)).body.toString()).toBe('left to Next');
});
