import { rmSync } from 'node:fs';
import { at } from './paths.mjs';
import { prepare } from './prepare.mjs';
import { reportFailure, say } from './steps.mjs';

const args = process.argv.slice(2);
if (args.includes('--help')) {
  say(
    'Usage: npm run setup [-- --again]\n\nInstalls, prepares native TensorFlow, and builds. --again forgets what was done before.',
  );
} else if (args.some((arg) => arg !== '--again')) {
  say(`unknown argument: ${args.find((arg) => arg !== '--again')} (there is --again)`);
  process.exitCode = 2;
} else {
  if (args.includes('--again')) rmSync(at('node_modules', '.bestiary-setup.json'), { force: true });
  await prepare().then(() => say('ready: npx bestiary --help'), reportFailure);
}
