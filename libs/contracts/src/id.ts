import { z } from 'zod';

/** A UUID (version 7), made by the client so that every write can be repeated without effect. */
export const Id = z.uuid();
export type Id = z.infer<typeof Id>;

/** Lower-case hexadecimal SHA-256 of a file's bytes: the name of a blob and of an image. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected 64 lower-case hexadecimal digits (SHA-256)');
export type Sha256 = z.infer<typeof Sha256>;

let lastMs = 0;
let sequence = 0;

/**
 * Makes a UUID version 7 (RFC 9562, section 5.7): 48 bits of Unix time in milliseconds, a 12-bit counter that keeps
 * the ids of one process in order within a millisecond, 62 random bits. Sorts by time of making.
 */
export function uuidv7(now: number = Date.now()): Id {
  if (now > lastMs) {
    lastMs = now;
    sequence = 0;
  } else if (++sequence > 0xfff) {
    lastMs += 1;
    sequence = 0;
  }
  const bytes = globalThis.crypto.getRandomValues(new Uint8Array(16));
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(lastMs / 2 ** 32));
  view.setUint32(2, lastMs >>> 0);
  view.setUint16(6, 0x7000 | sequence);
  view.setUint8(8, 0x80 | (view.getUint8(8) & 0x3f));
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
