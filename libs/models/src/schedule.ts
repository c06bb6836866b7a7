/** How the learning rate goes over the steps of a training. */
export type Schedule = WarmUp & (Constant | Cosine | Stairs);

interface WarmUp {
  /** the rate rises from 0 in a straight line over so many epochs, parts of one too; the rest counts from there */
  readonly warmUpEpochs?: number;
}

interface Constant {
  readonly kind: 'constant';
}

/** Half a cosine wave down, as Keras' `CosineDecay`. */
interface Cosine {
  readonly kind: 'cosine';
  /** where it ends, as a share of the rate; default 0 */
  readonly floor?: number;
}

/** Times `factor` after every `everyEpochs`, as Keras' `ExponentialDecay(staircase=True)`. */
interface Stairs {
  readonly kind: 'step';
  readonly everyEpochs: number;
  readonly factor: number;
}

/** The length of a training. */
export interface TrainingLength {
  readonly epochs: number;
  readonly stepsPerEpoch: number;
}

/**
 * The learning rate of one step.
 *
 * @param rate the highest, which the schedule goes down from
 * @param step from 0
 */
export function rateAt(
  schedule: Schedule,
  rate: number,
  step: number,
  { epochs, stepsPerEpoch }: TrainingLength,
): number {
  const warmUp = Math.round((schedule.warmUpEpochs ?? 0) * stepsPerEpoch);
  if (step < warmUp) return (rate * step) / warmUp;
  const after = step - warmUp;
  switch (schedule.kind) {
    case 'constant':
      return rate;
    case 'cosine': {
      const floor = schedule.floor ?? 0;
      const length = epochs * stepsPerEpoch - warmUp;
      const wave = (1 + Math.cos(Math.PI * Math.min(1, after / length))) / 2;
      return rate * ((1 - floor) * wave + floor);
    }
    case 'step':
      return rate * schedule.factor ** Math.floor(after / (schedule.everyEpochs * stepsPerEpoch));
  }
}
