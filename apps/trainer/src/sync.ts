import { syncJournals } from '@bestiary/tracking/sync';
import { writeJson } from './terminal/result.ts';

/** Sends what waits on disk and says what became of it. */
export async function sync(options: { dir?: string; server?: string; json?: boolean }): Promise<void> {
  const runs = await syncJournals({ walDir: options.dir, serverUrl: options.server });
  if (options.json) {
    writeJson({ runs });
  } else if (runs.length === 0) {
    console.log('nothing is waiting');
  }
  for (const run of options.json ? [] : runs) {
    const name = `${run.runName} (${run.runId})`;
    if (run.outcome === 'running') console.log(`${name}: its process is alive and sends by itself`);
    else console.log(`${name}: sent ${run.sent} records to ${run.serverUrl}`);
    if (run.refused > 0)
      console.log(`  ${run.refused} refused; they are kept with the reason in ${run.keptIn}`);
  }
  if (runs.some((run) => run.refused > 0)) process.exitCode = 1;
}
