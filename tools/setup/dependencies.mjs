import { existsSync, readFileSync } from 'node:fs';
import { at } from './paths.mjs';
import { hashOf, readStamps, stamp } from './stamp.mjs';
import { run, step } from './steps.mjs';

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
/** Set-up makes this one's native part itself: native-tensorflow.mjs. */
const NATIVE_TENSORFLOW = '@tensorflow/tfjs-node';

/** Installs what the lockfile says, and runs the install scripts that `allowScripts` of package.json allows. */
export async function installDependencies() {
  const wanted = hashOf([at('package-lock.json')]);
  if (readStamps().dependencies === wanted) return;
  const present = existsSync(at('node_modules', '.package-lock.json'));
  await step('install dependencies', () =>
    run('npm-install', npm, [present ? 'install' : 'ci', '--ignore-scripts', '--no-audit', '--no-fund']),
  );
  const names = allowedScripts().filter(
    (name) => name !== NATIVE_TENSORFLOW && existsSync(at('node_modules', name)),
  );
  if (names.length > 0) {
    await step('run the allowed install scripts', () =>
      run('npm-rebuild', npm, ['rebuild', '--ignore-scripts=false', ...names]),
    );
  }
  stamp('dependencies', hashOf([at('package-lock.json')]));
}

/** The packages whose install scripts package.json allows. */
function allowedScripts() {
  /** @type {{allowScripts?: Record<string, boolean>}} */
  const { allowScripts = {} } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  return Object.keys(allowScripts)
    .filter((key) => allowScripts[key])
    .map((key) => key.replace(/(?<=.)@[^@/]*$/, ''));
}
