import { constants, existsSync } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { messageOf } from '@bestiary/contracts/error';
import { loadBackend } from '@bestiary/models/backend';
import { loadOnnxRuntime } from '@bestiary/models/onnx/onnx-backbone';
import { findWeights } from '@bestiary/models/backbone-weights';
import { defaultCacheFolder } from '@bestiary/models/cache-folder';
import { askServer } from '@bestiary/tracking/server';
import { defaultServer } from './default-server.ts';
import { writeJson } from './terminal/result.ts';
import { TRAIN_DEFAULTS } from './train/train-config.ts';
import { dataFolder } from './up.ts';

/** Below this many free bytes a data set's features and a database may not fit. */
const SPACE_WANTED = 2 * 2 ** 30;

/** One thing that was looked at. */
export interface Check {
  name: string;
  status: 'ok' | 'warn' | 'fail';
  detail: string;
  remedy?: string;
}

/** Looks at everything, prints a line each, and ends with status 1 when something fails. */
export async function doctor(options: { server?: string; dataDir?: string; json?: boolean }): Promise<void> {
  const dataDir = dataFolder(options.dataDir);
  const looks = [
    checkNode(process.versions.node),
    checkOnnxRuntime(),
    checkTensorFlow(),
    checkWeights(),
    checkServer(options.server ?? defaultServer()),
    checkFolder('data folder', dataDir),
    checkFolder('cache folder', defaultCacheFolder()),
    checkSpace(dataDir),
  ];
  const checks: Check[] = [];
  for (const look of looks) {
    const check = await look;
    checks.push(check);
    if (options.json) continue;
    console.log(`${check.status.padEnd(5)} ${check.name.padEnd(14)} ${check.detail}`);
    if (check.remedy !== undefined) console.log(`${' '.repeat(21)}${check.remedy}`);
  }
  if (options.json) writeJson({ checks });
  if (checks.some((check) => check.status === 'fail')) process.exitCode = 1;
}

/** Node ^20.19 || ^22.12 || ^24: the `engines` of package.json. */
export async function checkNode(version: string): Promise<Check> {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const fits = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major === 24;
  return {
    name: 'node',
    status: fits ? 'ok' : 'fail',
    detail: version,
    ...(fits ? {} : { remedy: 'Install Node 20.19, 22.12, 24 or later in these lines.' }),
  };
}

function checkOnnxRuntime(): Check {
  const name = 'ONNX Runtime';
  try {
    loadOnnxRuntime();
    return { name, status: 'ok', detail: 'runs frozen backbones' };
  } catch (error) {
    return { name, status: 'warn', detail: messageOf(error), remedy: 'Run `npm run setup -- --again`.' };
  }
}

async function checkTensorFlow(): Promise<Check> {
  const name = 'TensorFlow';
  try {
    const { name: backend, version, warning } = await loadBackend();
    if (warning === undefined) return { name, status: 'ok', detail: `${backend} ${version}` };
    return { name, status: 'warn', detail: warning, remedy: 'Run `npm run setup -- --again`.' };
  } catch (error) {
    return { name, status: 'fail', detail: messageOf(error), remedy: 'Run `npm run setup -- --again`.' };
  }
}

async function checkWeights(): Promise<Check> {
  const name = 'weights';
  try {
    const weights = await findWeights({
      backbone: TRAIN_DEFAULTS.backbone,
      alpha: TRAIN_DEFAULTS.alpha,
      inputSize: TRAIN_DEFAULTS.imageSize,
    });
    await weights.load();
    const status = weights.source === 'bundled' ? 'warn' : 'ok';
    return { name, status, detail: weights.line.replace(/^weights: /, '') };
  } catch (error) {
    return {
      name,
      status: 'fail',
      detail: messageOf(error),
      remedy: 'Give --weights FILE.h5 to `bestiary train`.',
    };
  }
}

async function checkServer(url: string): Promise<Check> {
  const name = 'server';
  try {
    const { version, database, artifactStore } = await askServer(url);
    return {
      name,
      status: 'ok',
      detail: `${url}, version ${version}, ${database} database, ${artifactStore} store`,
    };
  } catch (error) {
    return { name, status: 'warn', detail: messageOf(error), remedy: 'Start it with `bestiary up`.' };
  }
}

/** Whether a folder can be written, or made where it is not there yet. */
async function checkFolder(name: string, folder: string): Promise<Check> {
  const there = existingParent(folder);
  try {
    await access(there, constants.W_OK);
    return { name, status: 'ok', detail: there === folder ? folder : `${folder} (not made yet)` };
  } catch (error) {
    return {
      name,
      status: 'fail',
      detail: messageOf(error),
      remedy: 'Choose a folder that you may write to.',
    };
  }
}

function existingParent(folder: string): string {
  let there = folder;
  while (!existsSync(there) && dirname(there) !== there) there = dirname(there);
  return there;
}

async function checkSpace(folder: string): Promise<Check> {
  const name = 'disk space';
  const { bavail, bsize } = await statfs(existingParent(folder));
  const free = bavail * bsize;
  const detail = `${(free / 2 ** 30).toFixed(1)} GiB free in ${folder}`;
  if (free >= SPACE_WANTED) return { name, status: 'ok', detail };
  return { name, status: 'warn', detail, remedy: `At least ${SPACE_WANTED / 2 ** 30} GiB are advisable.` };
}
