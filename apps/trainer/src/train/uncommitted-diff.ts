import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { UNCOMMITTED_DIFF } from '@bestiary/contracts/artifact';
import type { Run } from '@bestiary/tracking/run';
import { text } from './run-files.ts';

const run = promisify(execFile);

const DIFF_WITHIN_MS = 5_000;
/** A longer diff is cut at a line. */
export const MAX_DIFF_BYTES = 256 * 1_024;

/** Keeps beside a run by how much its code differs from its commit; nothing where it does not. */
export async function logUncommittedDiff(to: Run): Promise<void> {
  const diff = await uncommittedDiff(process.cwd());
  if (diff !== undefined) {
    await to.logArtifacts([text(UNCOMMITTED_DIFF, 'text/plain', diff)]);
  }
}

/**
 * By how much the tracked files of a repository differ from its last commit, as a unified diff. Files that git does not
 * track are not looked at, and of binary ones only their names are said.
 *
 * @returns undefined where nothing differs, outside a repository, before its first commit, without git
 */
export async function uncommittedDiff(directory: string): Promise<string | undefined> {
  try {
    const { stdout } = await run(
      'git',
      ['diff', 'HEAD', '--no-color', '--no-ext-diff', '--no-textconv', '--ignore-submodules'],
      { cwd: directory, timeout: DIFF_WITHIN_MS, maxBuffer: MAX_DIFF_BYTES, encoding: 'buffer' },
    );
    return stdout.length === 0 ? undefined : stdout.toString();
  } catch (error) {
    const { code, stdout } = error as { code?: unknown; stdout?: Buffer };
    if (code !== 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER' || stdout === undefined) return undefined;
    const end = stdout.subarray(0, MAX_DIFF_BYTES).lastIndexOf('\n') + 1;
    return `${stdout.subarray(0, end).toString()}# cut here: the diff is longer than ${MAX_DIFF_BYTES} bytes\n`;
  }
}
