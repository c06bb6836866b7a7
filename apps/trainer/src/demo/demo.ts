import { join } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { Name } from '@bestiary/contracts/project';
import { drawSampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import { defaultCacheFolder } from '@bestiary/models/cache-folder';
import { askServer } from '@bestiary/tracking/server';
import { defaultServer } from '../default-server.ts';
import { onInterrupt } from '../interrupt.ts';
import { startServerProcess, type ServerProcess } from '../server-process.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';
import { dataFolder, DEFAULT_PORT } from '../up.ts';
import { saveDemoViews } from './save-demo-views.ts';
import { seedDemo } from './seed-demo.ts';

export interface DemoOptions {
  project: string;
  again?: boolean;
  count?: number;
  server?: string;
  json?: boolean;
}

/**
 * Fills a project with trained runs, and says where they are. Where no server was named and none runs, one is started,
 * which stays until Ctrl-C.
 */
export async function demo(options: DemoOptions): Promise<void> {
  const project = Name.safeParse(options.project);
  if (!project.success) {
    throw new BestiaryError('usage', `--project: expected a name, got "${options.project}"`);
  }
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  const { signal } = interrupt;
  let started: ServerProcess | null = null;
  try {
    started = options.server === undefined ? await startWhereNoneRuns(progress, signal) : null;
    const serverUrl = started?.url ?? options.server ?? defaultServer();
    await askServer(serverUrl);
    const began = performance.now();
    const data = await drawImages(options.count, progress, signal);
    const runs = await seedDemo({
      serverUrl,
      data,
      project: project.data,
      again: options.again === true,
      progress,
      signal,
    });
    await saveDemoViews(serverUrl, runs);
    progress.end();
    const made = runs.filter((run) => run.made).length;
    const seconds = (performance.now() - began) / 1_000;
    if (options.json) writeJson({ url: serverUrl, project: project.data, data, made, seconds, runs });
    else {
      console.log(
        made === 0
          ? `All ${runs.length} runs of the demonstration are in project ${project.data} already (--again makes new ones).`
          : `${made} runs in project ${project.data}, trained in ${seconds.toFixed(0)} s.`,
      );
      console.log(`Look at them: ${serverUrl}`);
    }
    if (started) await stayUntilInterrupted(started, signal, options.json === true);
  } finally {
    progress.end();
    interrupt.dispose();
    await started?.stop();
  }
}

async function startWhereNoneRuns(progress: Progress, signal: AbortSignal): Promise<ServerProcess | null> {
  const url = defaultServer();
  const runs = await askServer(url).then(
    () => true,
    (error: unknown) => {
      if (process.env['BESTIARY_URL'] || !(error instanceof BestiaryError) || error.code !== 'unavailable')
        throw error;
      return false;
    },
  );
  if (runs) return null;
  progress.line(`no server at ${url}: starting one`);
  return startServerProcess({
    host: '127.0.0.1',
    port: DEFAULT_PORT,
    dataDir: dataFolder(undefined),
    signal,
  });
}

/** Into the cache folder: they are drawn once a machine. */
async function drawImages(
  count: number | undefined,
  progress: Progress,
  signal: AbortSignal,
): Promise<string> {
  const name = count === undefined ? 'sample-set' : `sample-set-${count}`;
  const { dir, drawn } = await drawSampleSet(join(defaultCacheFolder(), name), {
    count,
    signal,
    onProgress: (done, total) => progress.step('drawing', done, total),
  });
  progress.line(`${dir}${drawn ? '' : ' (drawn before)'}`);
  return dir;
}

async function stayUntilInterrupted(
  server: ServerProcess,
  signal: AbortSignal,
  silent: boolean,
): Promise<void> {
  if (!silent) console.log('The server stays up: Ctrl-C stops it. Its data stay.');
  const interrupted = new Promise<null>((resolve) => {
    if (signal.aborted) resolve(null);
    signal.addEventListener('abort', () => resolve(null), { once: true });
  });
  const status = await Promise.race([server.ended, interrupted]);
  if (status !== null) throw new BestiaryError('unavailable', `the server ended by itself (${status})`);
}
