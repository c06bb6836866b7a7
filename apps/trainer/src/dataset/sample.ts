import { drawSampleSet } from '@bestiary/datasets/sample/draw-sample-set';
import { onInterrupt } from '../interrupt.ts';
import { Progress } from '../terminal/progress.ts';
import { writeJson } from '../terminal/result.ts';

/** Draws the sample set and says where it is. */
export async function drawSample(
  dir: string,
  options: { count?: number; seed?: number; json?: boolean },
): Promise<void> {
  const progress = new Progress(process.stderr);
  const interrupt = onInterrupt();
  try {
    const set = await drawSampleSet(dir, {
      count: options.count,
      seed: options.seed,
      signal: interrupt.signal,
      onProgress: (done, total) => progress.step('drawing', done, total),
    });
    progress.end();
    const { classes, count, seed, mislabelled, nearDuplicates } = set.truth;
    if (options.json) {
      writeJson({
        dir: set.dir,
        drawn: set.drawn,
        count,
        seed,
        classes,
        mislabelled: mislabelled.length,
        nearDuplicates: nearDuplicates.length,
      });
      return;
    }
    const counts = classes.map((item) => `${item.count} in ${item.name}`).join(', ');
    console.log(`${set.dir}: ${count} pictures, ${counts}${set.drawn ? '' : ' (drawn before)'}`);
    console.log(
      `${mislabelled.length} in the wrong folder, ${nearDuplicates.length} near-duplicates: see sample.json`,
    );
    console.log(`Next: bestiary train --data ${dir}`);
  } finally {
    progress.end();
    interrupt.dispose();
  }
}
