import { createHash } from 'node:crypto';

/**
 * The id of a run's series, computed from both (UUID version 8, RFC 9562, section 5.8): so a batch writes points and
 * series in one statement without asking first for the series' ids.
 */
export function seriesId(runId: string, key: string): string {
  const hash = createHash('sha256').update(`${runId.toLowerCase()}\n${key}`).digest();
  hash[6] = 0x80 | (hash[6]! & 0x0f);
  hash[8] = 0x80 | (hash[8]! & 0x3f);
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`;
}
