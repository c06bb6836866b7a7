import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';

const peers = fileURLToPath(new URL('./peers/', import.meta.url));

/** Where the tests look for what each script writes, beside the code that they test. */
const FOLDERS: Readonly<Record<string, string>> = {
  augmentation: 'libs/datasets/fixtures/augmentation',
  backbones: 'libs/models/fixtures/backbones',
  fine_tuning: 'libs/models/fixtures/fine-tuning',
  head: 'libs/models/fixtures/head',
};

interface Options {
  keras: string;
  only?: string;
}

const program = new Command('keras-fixtures')
  .description(
    "Writes what Keras makes of the tests' inputs into the repository: run it when a script in src/peers has changed.",
  )
  .requiredOption('--keras <python>', 'a Python with Keras 3 and TensorFlow')
  .option('--only <name>', `one script: ${Object.keys(FOLDERS).join(', ')} (default: all)`)
  .addHelpText(
    'after',
    '\nExample:\n  npx tsx tools/keras-fixtures/src/main.ts --keras ~/keras/bin/python --only backbones',
  );

program.action(async ({ keras, only }: Options) => {
  const scripts = (await readdir(peers))
    .filter((file) => file.endsWith('.py'))
    .map((file) => basename(file, '.py'));
  if (only !== undefined && !scripts.includes(only))
    program.error(`there is no script "${only}": choose one of ${scripts.join(', ')}`, { exitCode: 2 });
  for (const script of only === undefined ? scripts : [only]) {
    const folder = FOLDERS[script];
    if (folder === undefined) program.error(`nothing says where ${script}.py writes to: see FOLDERS`);
    console.log(`${script}.py → ${folder}`);
    const out = fileURLToPath(new URL(`../../../${folder}`, import.meta.url));
    const child = spawn(keras, [`${peers}${script}.py`, out], { stdio: 'inherit' });
    const [status] = (await once(child, 'close')) as [number | null];
    if (status !== 0) program.error(`${script}.py ended with status ${status}`);
  }
});

await program.parseAsync();
