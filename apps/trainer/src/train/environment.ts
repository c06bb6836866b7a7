import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { arch, availableParallelism, cpus, hostname, platform, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { Environment } from '@bestiary/contracts/run';
import { BESTIARY_VERSION } from '../version.ts';

const run = promisify(execFile);

/** A repository that does not answer within this time (milliseconds) is left out. */
const GIT_WITHIN_MS = 2_000;

/** What can be said of this machine and of the working directory before anything is loaded. */
export async function describeEnvironment(): Promise<Environment> {
  const processors = cpus();
  return {
    bestiaryVersion: BESTIARY_VERSION,
    nodeVersion: process.versions.node,
    tensorflowVersion: tensorflowVersion(),
    platform: `${platform()} ${arch()}`,
    cpu: processors[0]?.model.trim(),
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    hostname: hostname(),
    command: commandLine(process.argv.slice(2)),
    ...(await describeGit(process.cwd())),
  };
}

/** The command as typed, without an API key and what a URL may carry of user and password. */
export function commandLine(args: readonly string[]): string {
  return ['bestiary', ...args]
    .map((arg, at, all) => (all[at - 1] === '--api-key' ? '…' : arg.replace(/^(--api-key=).*/, '$1…')))
    .map((arg) => arg.replace(/(\w+:\/\/)[^/@\s]+@/g, '$1'))
    .map((arg) => (/^[\w@%+=:,./-]+$/.test(arg) ? arg : `'${arg.replaceAll("'", `'\\''`)}'`))
    .join(' ');
}

/** Commit, branch and whether tracked files differ; nothing outside a repository or without git. */
export async function describeGit(
  directory: string,
): Promise<Pick<Environment, 'gitCommit' | 'gitBranch' | 'gitDirty'>> {
  try {
    const { stdout } = await run(
      'git',
      ['status', '--porcelain=v2', '--branch', '--untracked-files=no', '--ignore-submodules'],
      { cwd: directory, timeout: GIT_WITHIN_MS, maxBuffer: 64 * 2 ** 20 },
    );
    const lines = stdout.split('\n').filter((line) => line !== '');
    const headers = new Map(
      lines.filter((line) => line.startsWith('# ')).map((line) => [line.split(' ')[1], line.split(' ')[2]]),
    );
    const commit = headers.get('branch.oid');
    const branch = headers.get('branch.head');
    return {
      gitCommit: commit === '(initial)' ? undefined : commit,
      gitBranch: branch === '(detached)' ? undefined : branch,
      gitDirty: lines.some((line) => !line.startsWith('# ')),
    };
  } catch {
    return {};
  }
}

function tensorflowVersion(): string | undefined {
  const resolver = createRequire(import.meta.resolve('@bestiary/models/preprocessing'));
  try {
    return (resolver('@tensorflow/tfjs/package.json') as { version: string }).version;
  } catch {
    return undefined;
  }
}
