import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, describeGit } from './environment.ts';

let dir: string;
const git = (...args: string[]) =>
  execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
    cwd: dir,
    encoding: 'utf8',
  }).trim();

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'git-'));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

describe('describeGit', () => {
  it('says nothing outside a repository', async () => {
    expect(await describeGit(dir)).toEqual({});
  });

  it('knows commit and branch, and whether tracked files differ', async () => {
    git('init', '-q', '-b', 'trunk');
    await writeFile(join(dir, 'a'), '1');
    git('add', 'a');
    git('commit', '-q', '-m', 'first');
    const gitCommit = git('rev-parse', 'HEAD');
    expect(await describeGit(dir)).toEqual({ gitCommit, gitBranch: 'trunk', gitDirty: false });
    await writeFile(join(dir, 'a'), '2');
    expect(await describeGit(dir)).toMatchObject({ gitCommit, gitDirty: true });
  });
});

describe('commandLine', () => {
  it('quotes what a shell would split and leaves secrets of URLs out', () => {
    expect(commandLine(['train', '--name', 'my run', '--server', 'http://ada:secret@host:1'])).toBe(
      "bestiary train --name 'my run' --server http://host:1",
    );
  });
});
