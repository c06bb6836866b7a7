import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';

const peers = fileURLToPath(new URL('./peers/', import.meta.url));
const fixtures = fileURLToPath(new URL('../../../libs/metrics/fixtures', import.meta.url));

interface Options {
  python: string;
  only?: string;
}

const program = new Command('metrics-fixtures')
  .description(
    "Writes what scikit-learn, SciPy and statsmodels make of the metrics tests' inputs into libs/metrics/fixtures: run it when a " +
      'script in src/peers has changed.',
  )
  .requiredOption('--python <python>', 'a Python with scikit-learn 1.7 or newer, SciPy and statsmodels')
  .option('--only <name>', 'one script of src/peers (default: all)')
  .addHelpText(
    'after',
    '\nExample:\n  npx tsx --conditions=@bestiary/source tools/metrics-fixtures/src/main.ts --python ~/sklearn/bin/python --only binary',
  );

program.action(async ({ python, only }: Options) => {
  const scripts = (await readdir(peers))
    .filter((file) => file.endsWith('.py') && !file.startsWith('_'))
    .map((file) => basename(file, '.py'));
  if (only !== undefined && !scripts.includes(only))
    program.error(`there is no script "${only}": choose one of ${scripts.join(', ')}`, { exitCode: 2 });
  await mkdir(fixtures, { recursive: true });
  for (const script of only === undefined ? scripts : [only]) {
    const file = `${fixtures}/${script}.json`;
    console.log(`${script}.py → libs/metrics/fixtures/${script}.json`);
    const child = spawn(python, ['-B', `${peers}${script}.py`, file], { stdio: 'inherit' });
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0) program.error(`${script}.py ended with status ${status}`);
  }
});

await program.parseAsync();
