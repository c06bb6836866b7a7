import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import util from 'node:util';
import { BestiaryError, messageOf } from '@bestiary/contracts/error';
import type * as TfjsWasm from '@tensorflow/tfjs-backend-wasm';
import type * as Tfjs from '@tensorflow/tfjs-core';

export type BackendName = 'tensorflow' | 'wasm';

/** TensorFlow.js on the fastest engine that works here. */
export interface Backend {
  /** `tensorflow` is the native library, `wasm` WebAssembly */
  readonly name: BackendName;
  readonly tf: typeof Tfjs;
  /** of TensorFlow.js, and of the native library below it where there is one */
  readonly version: string;
  /** one line for people, when it is not the fastest engine that works */
  readonly warning: string | undefined;
}

const require = createRequire(import.meta.url);
const loaded = new Map<BackendName | undefined, Promise<Backend>>();

/**
 * Loads native TensorFlow, else WebAssembly; or only the one that is wanted. Loaded once a process, on first use: it takes some
 * tenths of a second.
 *
 * @throws BestiaryError `unavailable` when what was asked for can't be loaded
 */
export function loadBackend(wanted?: BackendName): Promise<Backend> {
  const found = loaded.get(wanted) ?? load(wanted);
  loaded.set(wanted, found);
  return found;
}

async function load(wanted: BackendName | undefined): Promise<Backend> {
  if (wanted === 'wasm') return loadWasm(undefined);
  try {
    return loadNative();
  } catch (error) {
    if (wanted === 'tensorflow') {
      throw new BestiaryError('unavailable', `native TensorFlow can't be loaded: ${firstLine(error)}`, {
        cause: error,
        hint: 'npm run setup builds its binding',
      });
    }
    return loadWasm(
      `native TensorFlow can't be loaded (${firstLine(error)}); using WebAssembly, which is about twice as slow. npm run setup builds the native one.`,
    );
  }
}

function loadNative(): Backend {
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '3';
  // tfjs-node 4.22 calls functions that Node 23 removed
  const legacy = util as unknown as Record<string, unknown>;
  legacy.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  legacy.isArray ??= Array.isArray;
  const tf = require('@tensorflow/tfjs-node') as typeof Tfjs & {
    version: Record<string, string>;
    node?: unknown;
  };
  tf.env().set('PROD', true);
  return { name: 'tensorflow', tf, version: tf.version['tfjs-node'] ?? tf.version_core, warning: undefined };
}

async function loadWasm(warning: string | undefined): Promise<Backend> {
  try {
    const tf = require('@tensorflow/tfjs-core') as typeof Tfjs;
    const wasm = require('@tensorflow/tfjs-backend-wasm') as typeof TfjsWasm;
    wasm.setWasmPaths(
      join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'wasm-out/'),
    );
    wasm.setThreadsCount(availableParallelism());
    tf.env().set('PROD', true);
    await tf.setBackend('wasm');
    await tf.ready();
    return { name: 'wasm', tf, version: tf.version_core, warning };
  } catch (error) {
    throw new BestiaryError(
      'unavailable',
      `neither native TensorFlow nor WebAssembly can be loaded: ${firstLine(error)}`,
      { cause: error, hint: 'npm run setup installs both' },
    );
  }
}

function firstLine(error: unknown): string {
  return messageOf(error).split('\n')[0]!.trim();
}
