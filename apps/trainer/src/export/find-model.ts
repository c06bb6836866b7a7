import { access, readdir } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { BestiaryError } from '@bestiary/contracts/error';
import { Id } from '@bestiary/contracts/id';
import { defaultCacheFolder } from '@bestiary/models/cache-folder';
import { createApiClient } from '@bestiary/tracking/api-client';
import { toBestiaryError } from '@bestiary/tracking/failure';
import { normalizeServerUrl } from '@bestiary/tracking/server-url';
import { downloadFile } from './download-file.ts';

/** A model on this machine. */
export interface FoundModel {
  /** with model.json */
  readonly folder: string;
  /** what it is called: NAME of NAME/VERSION */
  readonly name: string;
  /** of the run that was asked for; a folder has none */
  readonly tags: Readonly<Record<string, string>>;
}

/** Where runs keep the model: `model/NAME/VERSION/FILE`. */
const MODEL_FILE = /^model\/([^/]+)\/\d+\/([\w.-]+)$/;

/**
 * Finds the model that a command was given: a folder with a model, or with versions of one (the highest counts), or a
 * run, whose model is brought here and kept in the cache.
 *
 * @param model a folder's path or a run's id
 * @throws BestiaryError `not_found` where there is none, `unavailable` without a server, `integrity` for damaged files
 */
export async function findModel(model: string, serverUrl: string): Promise<FoundModel> {
  const isRun = Id.safeParse(model).success && !(await exists(model));
  return isRun ? modelOfRun(model, normalizeServerUrl(serverUrl)) : modelOfFolder(model);
}

async function modelOfFolder(given: string): Promise<FoundModel> {
  const folder = resolve(given);
  const names = await readdir(folder).catch((cause: unknown) => {
    throw new BestiaryError('not_found', `there is no folder ${given}`, {
      cause,
      hint: 'Give the folder of a model, or the id of a run.',
    });
  });
  if (names.includes('model.json')) {
    const version = /^\d+$/.test(basename(folder));
    return { folder, name: basename(version ? dirname(folder) : folder), tags: {} };
  }
  const highest = Math.max(...names.filter((name) => /^\d+$/.test(name)).map(Number));
  if (highest > 0 && (await exists(join(folder, String(highest), 'model.json')))) {
    return { folder: join(folder, String(highest)), name: basename(folder), tags: {} };
  }
  throw new BestiaryError('not_found', `there is no model in ${given}: it has no model.json`, {
    hint: 'Give the folder of a model that `bestiary export --format tfjs` wrote, or the id of a run.',
  });
}

async function modelOfRun(runId: Id, serverUrl: string): Promise<FoundModel> {
  const api = createApiClient(serverUrl);
  try {
    const files = (await api.artifacts.list.query({ runId })).flatMap(({ path, sha256 }) => {
      const [, name, file] = MODEL_FILE.exec(path) ?? [];
      return name === undefined || file === undefined ? [] : [{ path, sha256, name, file }];
    });
    const { name, status, tags } = await api.runs.get.query({ id: runId });
    if (!files.some(({ file }) => file === 'model.json')) {
      throw new BestiaryError('not_found', `run ${runId} ("${name}", ${status}) has no model`, {
        hint: 'A run has one when its training has finished.',
      });
    }
    const folder = join(defaultCacheFolder(), 'models', runId);
    await Promise.all(
      files.map(async ({ path, sha256, file }) => {
        const { url } = await api.artifacts.downloadUrl.query({ runId, path });
        await downloadFile({ url, base: serverUrl, sha256, name: path }, join(folder, file));
      }),
    );
    return { folder, name: files[0]!.name, tags };
  } catch (error) {
    throw toBestiaryError(error, serverUrl);
  }
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
