import { existsSync, readFileSync } from 'node:fs';
import { at } from './paths.mjs';
import { hashOf, readStamps, stamp } from './stamp.mjs';
import { run, step } from './steps.mjs';
import { PACKAGE_NAME } from './tensorflow/binding.mjs';

export const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';

/**
 * Installs what the lockfile says, where something else is installed, and runs the install scripts that `allowScripts`
 * of package.json allows.
 */
export async function installDependencies() {
  const wanted = hashOf([at('package-lock.json'), at('package.json')]);
  if (readStamps().dependencies === wanted) return;
  if (!agreesWithLockfile()) {
    await step('install dependencies', () =>
      run('npm-ci', npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']),
    );
  }
  const names = allowedScripts().filter(
    // TensorFlow's may fail without harm: native-tensorflow.mjs
    (name) => name !== PACKAGE_NAME && existsSync(at('node_modules', name)),
  );
  if (names.length > 0) {
    await step('run the allowed install scripts', () =>
      run('npm-rebuild', npm, ['rebuild', '--ignore-scripts=false', ...names]),
    );
  }
  stamp('dependencies', wanted);
}

/** Compares what npm noted as it installed with the lockfile. Packages for other platforms may be missing. */
function agreesWithLockfile() {
  const installed = readPackages('node_modules/.package-lock.json');
  const locked = readPackages('package-lock.json');
  return Object.entries(locked).every(([place, wanted]) => {
    const found = installed[place];
    return (
      place === '' || (found === undefined ? wanted.optional === true : found.version === wanted.version)
    );
  });
}

/** @param {string} lockfile @returns {Record<string, {version?: string, optional?: boolean}>} by place; none where there is no such file */
function readPackages(lockfile) {
  try {
    return JSON.parse(readFileSync(at(lockfile), 'utf8')).packages;
  } catch {
    return {};
  }
}

/**
 * The packages whose install scripts package.json allows. They are listed by name: npm can't tell a version from a
 * lockfile without addresses, and the lockfile's hashes pin what runs.
 */
function allowedScripts() {
  /** @type {{allowScripts: Record<string, boolean>}} */
  const { allowScripts } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
  return Object.keys(allowScripts).filter((name) => allowScripts[name]);
}
