import { npm } from '../dependencies.mjs';
import { run, StepFailed } from '../steps.mjs';
import { PACKAGE_NAME, removeParts } from './binding.mjs';

const HOST =
  process.env.TFJS_NODE_CDN_STORAGE || process.env.CDN_STORAGE || 'https://storage.googleapis.com/';

/**
 * Lets tfjs-node fetch the library and the binding that its authors publish.
 * @throws {StepFailed} soon when their host cannot be reached
 */
export async function downloadOwnLibrary() {
  await requireHost();
  removeParts();
  await run('tensorflow-download', npm, ['rebuild', '--ignore-scripts=false', PACKAGE_NAME], {
    timeoutMs: 600_000,
  });
}

/** Where a firewall swallows packets, the install script would hang. Through a proxy only the script knows the way. */
async function requireHost() {
  if (process.env.HTTPS_PROXY || process.env.https_proxy) return;
  try {
    await fetch(HOST, { method: 'HEAD', signal: AbortSignal.timeout(5_000) });
  } catch {
    throw new StepFailed(`${HOST} cannot be reached`);
  }
}
