import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { run, StepFailed } from '../steps.mjs';

/**
 * A Python package that carries TensorFlow's C library. Python itself plays no part: a wheel is a zip archive.
 * @typedef {object} Wheel
 * @property {string} project
 * @property {string} version
 * @property {string} platform as pip calls it
 * @property {string} file
 * @property {string} sha256
 */

/** @type {Readonly<Record<string, Wheel>>} */
const WHEELS = {
  'linux-x64': {
    project: 'tensorflow-cpu',
    version: '2.21.0',
    platform: 'manylinux_2_27_x86_64',
    file: 'tensorflow_cpu-2.21.0-cp311-cp311-manylinux_2_27_x86_64.whl',
    sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
  },
  'linux-arm64': {
    project: 'tensorflow',
    version: '2.21.0',
    platform: 'manylinux_2_27_aarch64',
    file: 'tensorflow-2.21.0-cp311-cp311-manylinux_2_27_aarch64.whl',
    sha256: '4b24aca16d527a3cf1c37f720c04c484c3d20f4d0fdfa98632ac8b9f3be6eb5c',
  },
};

/** The C API and the headers that it includes. */
const HEADERS =
  /^tensorflow\/(include\/(?:tensorflow\/c|tensorflow\/core\/platform|tsl\/platform|xla\/tsl\/c)\/.+\.h)$/;
const LIBRARIES = /^tensorflow\/(libtensorflow_(?:cc|framework)\.so\.2)$/;

/**
 * @returns {Wheel}
 * @throws {StepFailed} on machines that no wheel is known for
 */
export function wheelForThisMachine() {
  const wheel = WHEELS[`${process.platform}-${process.arch}`];
  if (wheel === undefined)
    throw new StepFailed(`there is no wheel for ${process.platform} on ${process.arch}`);
  return wheel;
}

/**
 * Downloads a wheel with pip, which knows this machine's mirror and proxy, and checks it.
 * @param {Wheel} wheel
 * @param {string} folder
 * @returns {Promise<string>} its path
 */
export async function fetchWheel(wheel, folder) {
  const path = join(folder, wheel.file);
  await downloadWithPip(wheel, folder);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== wheel.sha256)
    throw new StepFailed(`${wheel.file} has the sha256 ${found}, expected ${wheel.sha256}`);
  return path;
}

/** @param {Wheel} wheel @param {string} folder */
async function downloadWithPip(wheel, folder) {
  const python = ['--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311'];
  await run('tensorflow-wheel', 'python3', [
    ...['-m', 'pip', 'download', '--quiet', '--no-deps', '--only-binary', ':all:', ...python],
    ...['--platform', wheel.platform, '--dest', folder, `${wheel.project}==${wheel.version}`],
  ]);
  if (!existsSync(join(folder, wheel.file))) throw new StepFailed(`pip left no ${wheel.file}`);
}

/**
 * Takes headers and libraries out of a wheel: `include/…` and `lib/lib….so.2`.
 * @param {string} wheel
 * @param {string} folder
 */
export async function unpackWheel(wheel, folder) {
  const { openPromise } = await import('yauzl'); // not above: it is there only once packages are installed
  const zip = await openPromise(wheel);
  try {
    for await (const entry of zip.eachEntry()) {
      const library = LIBRARIES.exec(entry.fileName)?.[1];
      const path = library === undefined ? HEADERS.exec(entry.fileName)?.[1] : join('lib', library);
      if (path === undefined) continue;
      const target = resolve(folder, path);
      mkdirSync(dirname(target), { recursive: true });
      await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
    }
  } finally {
    zip.close();
  }
  rmSync(wheel);
}
