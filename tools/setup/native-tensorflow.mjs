import { createHash, randomUUID } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { at, CACHE } from './paths.mjs';
import { run, step, StepFailed, warn } from './steps.mjs';
import { readStamps, stamp } from './stamp.mjs';

const PACKAGE = at('node_modules', '@tensorflow', 'tfjs-node');
const VERSION = '4.22.0';

/** The Python wheel whose library the binding can be linked against. */
const WHEEL = {
  name: 'tensorflow-cpu',
  version: '2.21.0',
  platform: 'manylinux_2_27_x86_64',
  sha256: '2b847d217b02ee7731ed91431daf3250daa0196c3c94614d23be27232e6e5b6c',
};

/** What makes a binding usable elsewhere: versions, N-API level, platform. */
const KEY = `${VERSION}-tensorflow-${WHEEL.version}-napi8-${process.platform}-${process.arch}`;
const KEPT = join(CACHE, 'tfjs-node', KEY);

/**
 * Makes native TensorFlow work, by the first way that does: it works already; a build kept in the cache folder; the package's own
 * download; a build against the library of the `tensorflow-cpu` wheel. Where none does, training uses WebAssembly, and one warning says so.
 */
export async function prepareNativeTensorflow() {
  const wanted = `${KEY} ${process.version}`;
  const known = readStamps().tensorflow;
  if (known === wanted || known === `${wanted} wasm`) return;
  await step('native TensorFlow', async () => {
    for (const way of [works, fromCache, fromOwnDownload, fromWheel]) {
      if (await way().catch(() => false)) return stamp('tensorflow', wanted);
    }
    stamp('tensorflow', `${wanted} wasm`);
    return undefined;
  });
  if (readStamps().tensorflow?.endsWith(' wasm')) {
    warn(
      'native TensorFlow could not be made to work here; training uses WebAssembly, about twice as slow. ' +
        'It needs either network access for its own download, or Linux x64 with python3, pip, make and a C++ compiler. ' +
        'Logs: node_modules/.bestiary-logs/. To try again: npm run setup -- --again',
    );
  }
}

/** Whether the binding loads, in a process of its own. */
async function works() {
  const script =
    "const u=require('util');u.isNullOrUndefined??=(v)=>v==null;u.isArray??=Array.isArray;" +
    "const tf=require('@tensorflow/tfjs-node');if(tf.getBackend()!=='tensorflow')process.exit(1);tf.ones([2]).dataSync()";
  await run('tensorflow-check', process.execPath, ['-e', script], { env: { TF_CPP_MIN_LOG_LEVEL: '3' } });
  return true;
}

async function fromCache() {
  if (!existsSync(join(KEPT, 'lib'))) return false;
  link();
  return works();
}

async function fromOwnDownload() {
  unlink();
  await run('tensorflow-download', process.execPath, ['scripts/install.js'], {
    cwd: PACKAGE,
    timeoutMs: 300_000,
  });
  await works();
  const partial = `${KEPT}.${randomUUID()}`;
  mkdirSync(partial, { recursive: true });
  for (const part of ['deps', 'lib']) renameSync(join(PACKAGE, part), join(partial, part));
  keep(partial);
  return works();
}

async function fromWheel() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return false;
  unlink();
  const partial = `${KEPT}.${randomUUID()}`;
  mkdirSync(join(partial, 'deps', 'lib'), { recursive: true });
  try {
    await unpackWheel(await fetchWheel(partial), join(partial, 'deps'));
    symlinkSync(join(partial, 'deps'), join(PACKAGE, 'deps'), 'dir');
    const headers = resolve(dirname(process.execPath), '..');
    await run(
      'tensorflow-build',
      process.execPath,
      [
        nodeGyp(),
        'rebuild',
        ...(existsSync(join(headers, 'include', 'node', 'node_api.h')) ? [`--nodedir=${headers}`] : []),
        '--module_name=tfjs_binding',
        `--module_path=${join(partial, 'lib', 'napi-v8')}`,
        '--napi_build_version=8',
      ],
      { cwd: PACKAGE },
    );
    rmSync(join(PACKAGE, 'build'), { recursive: true, force: true });
    rmSync(join(partial, 'deps', 'include'), { recursive: true, force: true });
    keep(partial);
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  return works();
}

/** Moves a finished build to its place in the cache, and links the package to it. @param {string} partial */
function keep(partial) {
  rmSync(KEPT, { recursive: true, force: true });
  mkdirSync(dirname(KEPT), { recursive: true });
  renameSync(partial, KEPT);
  link();
}

function unlink() {
  for (const part of ['deps', 'lib', 'build']) rmSync(join(PACKAGE, part), { recursive: true, force: true });
}

function link() {
  unlink();
  for (const part of ['deps', 'lib']) symlinkSync(join(KEPT, part), join(PACKAGE, part), 'dir');
}

/** Downloads the wheel with pip and checks it. @param {string} folder @returns {Promise<string>} its path */
async function fetchWheel(folder) {
  await run('tensorflow-wheel', 'python3', [
    '-m', 'pip', 'download', '--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary', ':all:',
    '--implementation', 'cp', '--python-version', '3.11', '--abi', 'cp311', '--platform', WHEEL.platform,
    '--dest', folder, `${WHEEL.name}==${WHEEL.version}`,
  ]); // prettier-ignore
  const file = readdirSync(folder).find((name) => name.endsWith('.whl'));
  if (!file) throw new StepFailed(`pip left no wheel in ${folder}`);
  const path = join(folder, file);
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== WHEEL.sha256)
    throw new StepFailed(`${file} has the sha256 ${found}, expected ${WHEEL.sha256}`);
  return path;
}

/** Takes headers and libraries out of the wheel, and gives the libraries the names that the binding links by. @param {string} wheel @param {string} deps */
async function unpackWheel(wheel, deps) {
  const { openPromise } = await import('yauzl');
  const zip = await openPromise(wheel, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    const path = /^tensorflow\/(include\/.+[^/])$/.exec(entry.fileName)?.[1];
    const library = /^tensorflow\/(libtensorflow_(?:cc|framework)\.so\.2)$/.exec(entry.fileName)?.[1];
    if (!path && !library) continue;
    const target = resolve(deps, path ?? join('lib', /** @type {string} */ (library)));
    if (!target.startsWith(deps)) throw new StepFailed(`the wheel holds the path ${entry.fileName}`);
    mkdirSync(dirname(target), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(target));
  }
  rmSync(wheel);
  symlinkSync('libtensorflow_cc.so.2', join(deps, 'lib', 'libtensorflow.so'));
  symlinkSync('libtensorflow_cc.so.2', join(deps, 'lib', 'libtensorflow.so.2'));
  symlinkSync('libtensorflow_framework.so.2', join(deps, 'lib', 'libtensorflow_framework.so'));
}

/** The node-gyp that npm brings. */
function nodeGyp() {
  const npmFolders = [
    process.env.npm_execpath && resolve(dirname(process.env.npm_execpath), '..'),
    resolve(dirname(process.execPath), '..', 'lib', 'node_modules', 'npm'),
    resolve(dirname(process.execPath), 'node_modules', 'npm'),
  ];
  for (const folder of npmFolders) {
    const path = folder && join(folder, 'node_modules', 'node-gyp', 'bin', 'node-gyp.js');
    if (path && existsSync(path)) return path;
  }
  throw new StepFailed('no node-gyp beside npm');
}
