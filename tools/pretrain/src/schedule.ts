/**
 * Picture sizes in pixels and their shares of all steps. Small pictures first: most of what is to be learnt shows at
 * half the size, at a quarter of the cost.
 */
const STAGES = [
  { size: 64, share: 0.25 },
  { size: 96, share: 0.5 },
  { size: 128, share: 0.25 },
] as const;

/** The picture size of a step (from 0) out of `steps`. */
export function sizeAt(step: number, steps: number): number {
  let end = 0;
  for (const { size, share } of STAGES) {
    end += share * steps;
    if (step < end) return size;
  }
  return STAGES[STAGES.length - 1]!.size;
}

const LAST_SCENE_SHARE = 0.6;

/**
 * How many pictures of a step are whole scenes: none at first, then ever more, up to three in five from half-way on.
 * On scenes alone the first thousands of steps learn next to nothing: each task's signal is lost in the others' noise
 * (a curriculum; Bengio et al., ICML 2009).
 */
export function sceneShareAt(step: number, steps: number): number {
  const progress = step / steps;
  return LAST_SCENE_SHARE * Math.min(1, Math.max(0, (progress - 0.1) / 0.4));
}

const WARM_UP_SHARE = 0.04;

/**
 * Linear warm-up, then half a cosine down to zero (Loshchilov and Hutter, arXiv:1608.03983, without restarts).
 *
 * @returns a factor on the peak learning rate, 0 to 1
 */
export function learningRateFactor(step: number, steps: number): number {
  const warmUp = Math.max(1, Math.round(WARM_UP_SHARE * steps));
  if (step < warmUp) return (step + 1) / warmUp;
  return 0.5 + 0.5 * Math.cos((Math.PI * (step - warmUp)) / (steps - warmUp));
}
