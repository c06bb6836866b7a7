import { type BenchServer } from './bench-server.ts';
import { type Figure } from './figure.ts';
import { residentMegabytes } from './process.ts';
import { summarise } from './statistics.ts';

/** Resident memory of the server process (Next, API and dashboard; Postgres apart) after whatever ran before. */
export async function benchServerMemory(server: BenchServer): Promise<Figure[]> {
  const megabytes = await residentMegabytes(server.pid);
  return megabytes === undefined
    ? []
    : [{ name: 'server memory afterwards', unit: 'MB', ours: summarise([megabytes]), target: 400 }];
}
