import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { BestiaryError } from '@bestiary/contracts/error';

const run = promisify(execFile);

/** Under which user embedded Postgres runs: its programs refuse to run as root. */
export type PostgresUser = {
  /** undefined: as the user of this process */
  ids: { uid: number; gid: number } | undefined;
  /**
   * Runs one of its programs to its end.
   *
   * @returns what it wrote to standard output
   */
  run(program: string, args: readonly string[]): Promise<string>;
};

/** A dedicated user first; else the one that every system has. */
const UNPRIVILEGED_USERS = ['postgres', 'nobody'];

/**
 * @param folders which the programs must reach: the data and the installation
 * @throws BestiaryError `unavailable` for root, where there is no user to run as or it cannot enter the folders
 */
export async function choosePostgresUser(folders: readonly string[]): Promise<PostgresUser> {
  if (process.getuid?.() !== 0) return { ids: undefined, run: runner([], {}) };
  const ids = await unprivilegedIds();
  const closed = (await Promise.all(folders.map((folder) => closedTo(folder, ids)))).find(
    (folder) => folder !== undefined,
  );
  if (closed === undefined) return { ids, run: runner([], ids) };

  // Below a folder that is root's alone (/root, mktemp -d) the user keeps one of root's capabilities: to pass it.
  const { uid, gid } = ids;
  const prefix = [
    'setpriv',
    ...[`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups'],
    ...['--inh-caps=-all,+dac_override', '--ambient-caps=-all,+dac_override'],
  ];
  try {
    await runner(prefix, {})('true', []);
  } catch (error) {
    throw new BestiaryError(
      'unavailable',
      `embedded Postgres runs as user ${uid}, who cannot enter ${closed}`,
      {
        cause: error,
        hint: `run Bestiary as an ordinary user, put it into another folder, or let all users pass: chmod o+x ${closed}`,
      },
    );
  }
  return { ids, run: runner(prefix, {}) };
}

function runner(prefix: readonly string[], ids: { uid?: number; gid?: number }): PostgresUser['run'] {
  return async (program, args) => {
    const [file, ...rest] = [...prefix, program, ...args];
    const env = { ...process.env, LC_ALL: 'C', TZ: 'UTC' };
    const { stdout } = await run(file!, rest, { ...ids, env, cwd: path.parse(process.cwd()).root });
    return stdout;
  };
}

async function unprivilegedIds(): Promise<{ uid: number; gid: number }> {
  for (const name of UNPRIVILEGED_USERS) {
    try {
      const [uid, gid] = await Promise.all(
        ['-u', '-g'].map(async (what) => Number((await run('id', [what, name])).stdout)),
      );
      return { uid: uid!, gid: gid! };
    } catch {
      continue; // no such user
    }
  }
  throw new BestiaryError(
    'unavailable',
    `embedded Postgres cannot run as root, and there is no user ${UNPRIVILEGED_USERS.join(' or ')}`,
    {
      hint: 'run Bestiary as an ordinary user, make one for it (useradd --system postgres), or set DATABASE_URL',
    },
  );
}

/** The first folder on the way to `folder` that the user cannot enter. */
async function closedTo(
  folder: string,
  { uid, gid }: { uid: number; gid: number },
): Promise<string | undefined> {
  const parents: string[] = [];
  for (let dir = path.dirname(path.resolve(folder)); ; dir = path.dirname(dir)) {
    parents.unshift(dir);
    if (dir === path.dirname(dir)) break;
  }
  for (const dir of parents) {
    const { mode, uid: owner, gid: group } = await stat(dir);
    const enter = owner === uid ? 0o100 : group === gid ? 0o010 : 0o001;
    if ((mode & enter) === 0) return dir;
  }
  return undefined;
}
