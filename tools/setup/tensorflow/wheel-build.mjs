import { existsSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findProgram } from '../program.mjs';
import { run, StepFailed } from '../steps.mjs';
import { keep, linkPart, newFolder, PACKAGE, removeParts } from './binding.mjs';
import { fetchWheel, unpackWheel, wheelForThisMachine } from './wheel.mjs';

/**
 * Compiles the binding against the library of a wheel. Needs make, a C++ compiler and Python (node-gyp is written in
 * it), and Node's headers, which node-gyp downloads where they are not beside Node.
 */
export async function buildOnWheel() {
  const wheel = wheelForThisMachine();
  requireCompiler();
  const folder = newFolder();
  try {
    const deps = join(folder, 'deps');
    await unpackWheel(await fetchWheel(wheel, folder), deps);
    // the names that the binding is linked by
    symlinkSync('libtensorflow_cc.so.2', join(deps, 'lib', 'libtensorflow.so'));
    symlinkSync('libtensorflow_framework.so.2', join(deps, 'lib', 'libtensorflow_framework.so'));
    removeParts();
    linkPart('deps', folder);
    await compile(join(folder, 'lib', 'napi-v8'));
    rmSync(join(deps, 'include'), { recursive: true });
    keep(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Asked before the download, which is large. */
function requireCompiler() {
  for (const names of [['make'], ['g++', 'c++', 'clang++'], ['python3']]) {
    if (findProgram(names) === undefined) throw new StepFailed(`${names.join(' or ')} is not installed`);
  }
}

/** @param {string} output folder of tfjs_binding.node */
async function compile(output) {
  const prefix = resolve(dirname(process.execPath), '..');
  const headers = existsSync(join(prefix, 'include', 'node', 'node_api.h')) ? [`--nodedir=${prefix}`] : [];
  const variables = ['--module_name=tfjs_binding', `--module_path=${output}`, '--napi_build_version=8'];
  await run('tensorflow-build', process.execPath, [nodeGyp(), 'rebuild', ...headers, ...variables], {
    cwd: PACKAGE,
  });
}

/** The node-gyp that npm brings; npm names it to the scripts that it runs. */
function nodeGyp() {
  const prefix = resolve(dirname(process.execPath), '..');
  const candidates = [
    process.env.npm_config_node_gyp,
    ...[join(prefix, 'lib', 'node_modules'), '/usr/share/nodejs'].map((folder) =>
      join(folder, 'npm', 'node_modules', 'node-gyp', 'bin', 'node-gyp.js'),
    ),
  ];
  const found = candidates.find((path) => path && existsSync(path));
  if (found === undefined) throw new StepFailed('there is no node-gyp beside npm');
  return found;
}
