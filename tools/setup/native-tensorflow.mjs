import { LOGS } from './paths.mjs';
import { readStamps, stamp } from './stamp.mjs';
import { step, warn } from './steps.mjs';
import {
  BINDING_KEY,
  checkBinding,
  isKept,
  isThere,
  keepPackageParts,
  linkKept,
  removeParts,
} from './tensorflow/binding.mjs';
import { downloadOwnLibrary } from './tensorflow/own-download.mjs';
import { buildOnWheel } from './tensorflow/wheel-build.mjs';

/** The ways to a binding that loads, from the cheapest on. */
const WAYS = {
  'as it is': async () => undefined,
  'kept from before': async () => {
    if (!isKept()) throw new Error('nothing is kept');
    linkKept();
  },
  'its own download': downloadOwnLibrary,
  'a build on the library of a Python wheel': buildOnWheel,
};

/**
 * Makes native TensorFlow work by the first way that does. Where none does, one warning says that training will use
 * WebAssembly, and why.
 */
export async function prepareNativeTensorflow() {
  const native = `${BINDING_KEY} ${process.version}`;
  const wasm = `${native} wasm`;
  const known = readStamps().tensorflow;
  if (known === wasm || (known === native && isThere())) return;
  /** @type {string[]} */
  const reasons = [];
  const works = await step('prepare TensorFlow', async () => {
    for (const [name, way] of Object.entries(WAYS)) {
      try {
        await way();
        await checkBinding();
        if (way === downloadOwnLibrary) keepIfPossible();
        return true;
      } catch (error) {
        reasons.push(`${name}: ${error instanceof Error ? lastLine(error.message) : String(error)}`);
      }
    }
    removeParts();
    return false;
  });
  stamp('tensorflow', works ? native : wasm);
  if (works) return;
  warn(
    'Native TensorFlow cannot be used here; training will use WebAssembly, at about half the speed.\n' +
      reasons
        .slice(2)
        .map((reason) => `    ${reason}\n`)
        .join('') +
      `  Logs are in ${LOGS}. To try again: npm run setup -- --again`,
  );
}

/** A binding that works is no worse for not being kept. */
function keepIfPossible() {
  if (process.platform === 'win32') return; // the library lies beside the binding there, under another name
  try {
    keepPackageParts();
  } catch {
    warn(
      'the native TensorFlow library could not be kept in the cache folder: the next `npm ci` fetches it again',
    );
  }
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split('\n').at(-1) ?? '';
}
