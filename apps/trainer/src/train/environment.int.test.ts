import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commandLine, describeGit } from './environment.ts';
import { MAX_DIFF_BYTES, uncommittedDiff } from './uncommitted-diff.ts';

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
    expect(await uncommittedDiff(dir)).toBeUndefined();
  });

  it('knows commit and branch, and whether tracked files differ', async () => {
    git('init', '-q', '-b', 'trunk');
    await writeFile(join(dir, 'a'), '1');
    git('add', 'a');
    git('commit', '-q', '-m', 'first');
    const gitCommit = git('rev-parse', 'HEAD');
    expect(await describeGit(dir)).toEqual({ gitCommit, gitBranch: 'trunk', gitDirty: false });
    expect(await uncommittedDiff(dir)).toBeUndefined();
    await writeFile(join(dir, 'a'), '2');
    expect(await describeGit(dir)).toMatchObject({ gitCommit, gitDirty: true });
  });

  it('what is not committed is a diff of all of the repository, staged or not, and cut where it is long', async () => {
    await mkdir(join(dir, 'deep'), { recursive: true });
    await writeFile(join(dir, 'staged'), 'new');
    git('add', 'staged');
    const diff = (await uncommittedDiff(join(dir, 'deep')))!;
    expect(diff.split('\n')).toEqual(expect.arrayContaining(['--- a/a', '+++ b/a', '-1', '+2', '+++ b/staged', '+new'])); // prettier-ignore

    await writeFile(join(dir, 'a'), 'äöü line\n'.repeat(40_000));
    const cut = (await uncommittedDiff(dir))!;
    expect(cut).toMatch(/\n\+äöü line\n# cut here: the diff is longer than 262144 bytes\n$/);
    expect(Buffer.byteLength(cut)).toBeLessThan(MAX_DIFF_BYTES + 100);
  });
});

describe('commandLine', () => {
  it('quotes what a shell would split and leaves secrets of URLs out', () => {
    expect(commandLine(['train', '--name', 'my run', '--server', 'http://ada:secret@host:1'])).toBe(
      "bestiary train --name 'my run' --server http://host:1",
    );
  });
});
