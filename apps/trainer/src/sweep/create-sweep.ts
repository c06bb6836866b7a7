import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import type { TrialParams } from '@bestiary/contracts/sweep';
import { SweepTraining, type Sweep } from '@bestiary/contracts/sweep-record';
import { problemOfOption, TRAIN_OPTIONS } from '@bestiary/contracts/train-options';
import { drawRandom } from '@bestiary/sweeps/draw';
import { SearchSpace } from '@bestiary/sweeps/search-space';
import { randomOf } from '@bestiary/sweeps/seed';
import { SweepClient } from '@bestiary/tracking/sweep-client';
import { defaultServer } from '../default-server.ts';
import { writeJson } from '../terminal/result.ts';
import { trialConfigs } from '../worker/trial-config.ts';
import { readSweepFile, type SweepFile } from './sweep-file.ts';

export interface CreateSweepOptions {
  data?: string;
  weights?: string;
  set?: string[];
  holdout?: number;
  name?: string;
  project?: string;
  /** learn from earlier runs of the project */
  warmStart?: boolean;
  server?: string;
  json?: boolean;
}

/** Points of the space that are looked at before a sweep begins. */
const LOOKED_AT = 50;

/** Makes a sweep that workers then take trials of. */
export async function createSweep(path: string, options: CreateSweepOptions): Promise<void> {
  const file = withOptions(await readSweepFile(path), options);
  checkTrainings(file);
  const { data } = file.training.args;
  if (!existsSync(String(data)))
    console.error(`warning: there is no ${data} on this machine; workers must find it there`);
  const sweeps = new SweepClient(options.server ?? defaultServer());
  const sweep = await beginSweep(sweeps, file, options);
  if (options.json) return writeJson({ id: sweep.id, url: sweeps.urlOf(sweep.id), name: sweep.name });
  console.log(`${sweep.name}: ${sweeps.urlOf(sweep.id)}`);
  console.log(`bestiary worker --sweep ${sweep.id}   trains its trials`);
}

/** What the file says, and what the command line says instead. Paths hold in every working directory then. */
export function withOptions(file: SweepFile, options: CreateSweepOptions): SweepFile {
  const given: TrialParams = { ...file.training.args, ...settingsOf(options.set ?? []) };
  if (options.data !== undefined) given['data'] = options.data;
  if (options.weights !== undefined) given['weights'] = options.weights;
  const args: TrialParams = {};
  for (const [name, value] of Object.entries(given)) {
    const problem =
      name in file.config.space ? `${name} is a parameter of the space` : problemOfOption(name, value);
    if (problem !== undefined) throw new BestiaryError('usage', problem);
    args[name] = TRAIN_OPTIONS[name]!.kind === 'path' ? resolve(String(value)) : value;
  }
  if (args['data'] === undefined)
    throw new BestiaryError('usage', '--data DIR is required, or `training: { data: DIR }` in the file');
  const training = SweepTraining.safeParse({
    ...file.training,
    args,
    ...(options.holdout !== undefined && { holdout: options.holdout }),
  });
  if (!training.success)
    throw new BestiaryError(
      'usage',
      `--holdout: expected a share above 0 and below 0.9, got ${options.holdout}`,
    );
  return { ...file, training: training.data, project: options.project ?? file.project };
}

/** `batch_size=4` as the value that it would be in a file. */
function settingsOf(texts: readonly string[]): TrialParams {
  return Object.fromEntries(
    texts.map((text) => {
      const at = text.indexOf('=');
      if (at < 1) throw new BestiaryError('usage', `--set: expected name=value, got "${text}"`);
      const value = text.slice(at + 1);
      const isNumber = value.trim() !== '' && Number.isFinite(Number(value));
      return [
        text.slice(0, at),
        isNumber ? Number(value) : value === 'true' || (value === 'false' ? false : value),
      ];
    }),
  );
}

/**
 * Looks at points of the space as a training would, before anything starts.
 *
 * @throws BestiaryError `invalid_input` that names a point that can't be trained
 */
export function checkTrainings({ config, training }: Pick<SweepFile, 'config' | 'training'>): void {
  const space = new SearchSpace(config.space, config.constraints);
  const random = randomOf(config.seed);
  const points = [
    ...config.enqueue
      .map((point) => ({ ...drawRandom(space, random), ...point }))
      .filter((p) => space.allows(p)),
    ...Array.from({ length: LOOKED_AT }, () => drawRandom(space, random)),
  ];
  for (const point of points) {
    try {
      trialConfigs({ config, training, projectName: 'default' }, point, 'it');
    } catch (error) {
      throw new BestiaryError(
        'invalid_input',
        `a point of this space can't be trained, ${JSON.stringify(point)}: ${messageOf(error)}`,
        { hint: 'A condition (`when: { optimizer: sgd }`) or a constraint keeps such points out.' },
      );
    }
  }
}

export function beginSweep(
  sweeps: SweepClient,
  { config, training, project = 'default' }: SweepFile,
  { name, warmStart }: Pick<CreateSweepOptions, 'name' | 'warmStart'>,
): Promise<Sweep> {
  return sweeps.create({
    project,
    name,
    config: config,
    training,
    ...(warmStart && { warmStart: { fromProject: true } }),
  });
}
