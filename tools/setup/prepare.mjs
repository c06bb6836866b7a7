import { buildDashboard, buildLibraries } from './build.mjs';
import { installDependencies } from './dependencies.mjs';
import { alone } from './lock.mjs';
import { prepareNativeTensorflow } from './native-tensorflow.mjs';

/** Everything between a bare clone and programs that run; a second time it finds nothing to do, in a fraction of a second. */
export function prepare() {
  return alone(async () => {
    await installDependencies();
    await prepareNativeTensorflow();
    await buildLibraries();
    await buildDashboard();
  });
}
