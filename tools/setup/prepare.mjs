import { buildPages, buildPrograms } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { alone } from './lock.mjs';
import { prepareNativeTensorflow } from './native-tensorflow.mjs';

/**
 * Everything between a bare clone and programs that run; a second time it finds nothing to do, in a fraction of a second.
 * @param {{pages?: boolean}} [options] whether the dashboard's pages are built for production, too
 */
export function prepare({ pages = true } = {}) {
  return alone(async () => {
    await installDependencies();
    await prepareNativeTensorflow();
    await buildPrograms();
    if (pages) await buildPages();
  });
}
