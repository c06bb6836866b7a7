import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findTestData } from '@bestiary/testing/test-data';

/** For tests that run the real command as a process of its own. */

const root = fileURLToPath(new URL('../../../', import.meta.url));
const launcher = join(root, 'apps/trainer/bin/bestiary.mjs');
const bundled = join(root, 'libs/models/weights/mobilenet_v2_0.35_procedural.h5');

/** Brings dist/ up to date with the sources: what runs is what a user runs. */
export function buildCommand(): void {
  execFileSync(
    process.execPath,
    [join(root, 'node_modules/typescript/bin/tsc'), '-b', 'apps/trainer/tsconfig.build.json'],
    {
      cwd: root,
    },
  );
}

/** The flags for weights that are on this machine: ImageNet's where the test data are, else the bundled ones. */
export function weightFlags(): string[] {
  const data = findTestData();
  const folder = data === undefined ? '' : join(data, 'weights/mobilenet_v2_1.0_224');
  const file = existsSync(folder) ? readdirSync(folder).find((name) => name.endsWith('.h5')) : undefined;
  return file === undefined ? ['--weights', bundled, '--alpha', '0.35'] : ['--weights', join(folder, file)];
}

export interface CommandResult {
  status: number | null;
  stdout: string;
  stderr: string;
}

export interface RunningCommand {
  process: ChildProcess;
  /** resolves when it has ended */
  result: Promise<CommandResult>;
  /** what it has said so far */
  stdout(): string;
  stderr(): string;
}

const started: ChildProcess[] = [];

/** Kills what a failed test left running. */
export function endCommands(): void {
  for (const child of started) child.kill('SIGKILL');
}

/** Starts `bestiary` with these arguments. */
export function startCommand(
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): RunningCommand {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: options.cwd,
    env: { ...process.env, BESTIARY_URL: '', BESTIARY_CACHE_DIR: join(options.cwd, 'cache'), ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  started.push(child);
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const result = new Promise<CommandResult>((resolve) => {
    child.once('close', (status) => resolve({ status, stdout, stderr }));
  });
  return { process: child, result, stdout: () => stdout, stderr: () => stderr };
}
