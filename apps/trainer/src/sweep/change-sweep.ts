import { BestiaryError } from '@bestiary/contracts/error';
import { SweepClient } from '@bestiary/tracking/sweep-client';
import { defaultServer } from '../default-server.ts';
import { writeJson } from '../terminal/result.ts';
import { sweepIdOf } from './sweep-id.ts';

interface ChangeOptions {
  server?: string;
  json?: boolean;
}

/** Pauses, resumes or stops a sweep. */
export async function changeSweep(
  text: string,
  change: 'pause' | 'resume' | 'stop',
  options: ChangeOptions,
): Promise<void> {
  const client = new SweepClient(options.server ?? defaultServer());
  const id = sweepIdOf(text);
  const { status } = await client[change](id);
  if (options.json) return writeJson({ id, status });
  console.log(`${id} is ${status}`);
  if (change === 'resume') console.log(`bestiary worker --sweep ${id}   trains its trials`);
}

/** Gives a sweep a larger budget: what is named is raised to that, what is not named stays. */
export async function extendSweep(
  text: string,
  options: ChangeOptions & { trials?: number; seconds?: number; plateau?: number },
): Promise<void> {
  const client = new SweepClient(options.server ?? defaultServer());
  const id = sweepIdOf(text);
  const { trials, seconds, plateau } = options;
  if (trials === undefined && seconds === undefined && plateau === undefined)
    throw new BestiaryError('usage', 'extend needs --trials, --seconds or --plateau');
  const { budget } = (await client.get(id)).config;
  const { status } = await client.extend(id, {
    ...budget,
    ...(trials !== undefined && { trials }),
    ...(seconds !== undefined && { seconds }),
    ...(plateau !== undefined && { plateau: { minDelta: 0, ...budget.plateau, trials: plateau } }),
  });
  if (options.json) return writeJson({ id, status });
  console.log(`${id} is ${status}`);
}

/** Tries the failed trials of a sweep once more. */
export async function retryFailed(text: string, options: ChangeOptions): Promise<void> {
  const client = new SweepClient(options.server ?? defaultServer());
  const id = sweepIdOf(text);
  const { trials } = await client.retryFailed(id);
  if (options.json) return writeJson({ id, trials });
  console.log(trials === 1 ? '1 trial waits for a worker again' : `${trials} trials wait for a worker again`);
}
