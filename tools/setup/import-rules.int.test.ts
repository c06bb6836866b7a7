import path from 'node:path';
import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

process.env['NX_DAEMON'] = 'false';
const ROOT = path.resolve(import.meta.dirname, '../..');
const eslint = new ESLint({ cwd: ROOT });

/** Lints `text` as if it stood in `file`, and returns what the import rules say. */
async function complaints(file: string, text: string): Promise<string[]> {
  const [result] = await eslint.lintText(text, { filePath: path.join(ROOT, file) });
  return result!.messages
    .filter(({ ruleId }) => ruleId === null || /enforce-module-boundaries|no-restricted-imports/.test(ruleId))
    .map(({ message }) => message);
}

describe('the import rules', () => {
  it.each([
    [
      'the contracts know no database',
      'libs/contracts/src/run.ts',
      '@prisma/client',
      /not allowed to import/,
    ],
    ['the contracts know no React', 'libs/contracts/src/run.ts', 'react', /not allowed to import/],
    ['logic does no I/O', 'libs/metrics/src/accuracy.ts', '@bestiary/db/migrate', /can only depend on/],
    ['the trainer has no database', 'apps/trainer/src/up.ts', '@bestiary/db/migrate', /can only depend on/],
    [
      'a nested path is a path of its library',
      'apps/trainer/src/up.ts',
      '@bestiary/db/repositories/run.repository',
      /can only depend on/,
    ],
    [
      'a relative path is no way around',
      'apps/trainer/src/up.ts',
      '../../../libs/db/src/migrate.ts',
      /cannot be imported by a relative/,
    ],
    [
      'the server computes nothing',
      'apps/dashboard/server/main.ts',
      '@tensorflow/tfjs',
      /not allowed to import/,
    ],
    [
      'the SDK has none of the server’s code',
      'libs/tracking/src/server.ts',
      '@bestiary/api/app.router',
      /types only/,
    ],
  ])('%s', async (_, file, imported, complaint) => {
    const found = await complaints(file, `import { thing } from '${imported}';\nexport const it = thing;\n`);
    expect(found).toEqual([expect.stringMatching(complaint)]);
  });

  it.each([
    [
      'libs/tracking/src/server.ts',
      "import type { AppRouter } from '@bestiary/api/app.router';\nexport type It = AppRouter;\n",
    ],
    [
      'apps/trainer/src/up.ts',
      "import { RunStatus } from '@bestiary/contracts/run';\nexport const it = RunStatus;\n",
    ],
  ])('let %s import what it may', async (file, text) => {
    expect(await complaints(file, text)).toEqual([]);
  });
});
