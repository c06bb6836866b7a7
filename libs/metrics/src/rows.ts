import { BestiaryError } from '@bestiary/contracts/error';

/**
 * Checks that rows of probabilities and labels fit together.
 *
 * @param probabilities `[n, classes]` in row order
 * @param labels `[n]`
 * @throws BestiaryError `invalid_input` where the lengths disagree, a label is none of the classes, or a probability is
 *   not a number
 */
export function checkRows(
  probabilities: ArrayLike<number>,
  labels: ArrayLike<number>,
  classes: number,
): void {
  if (probabilities.length !== labels.length * classes) {
    throw new BestiaryError(
      'invalid_input',
      `${labels.length} labels of ${classes} classes need ${labels.length * classes} probabilities, not ${probabilities.length}`,
    );
  }
  checkLabels(labels, classes);
  for (let i = 0; i < probabilities.length; i++) {
    if (Number.isNaN(probabilities[i]!)) {
      const row = Math.floor(i / classes);
      throw new BestiaryError(
        'invalid_input',
        `probability ${i - row * classes} of row ${row} is not a number`,
      );
    }
  }
}

/** @throws BestiaryError `invalid_input` where a label is not a whole number in [0, classes) */
export function checkLabels(labels: ArrayLike<number>, classes: number): void {
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (!(label >= 0 && label < classes && Number.isInteger(label))) {
      throw new BestiaryError('invalid_input', `label ${label} of row ${i} is none of ${classes} classes`);
    }
  }
}

/** @throws BestiaryError `invalid_input` where two columns of the same rows have different lengths */
export function checkSameLength(what: string, length: number, other: string, otherLength: number): void {
  if (length !== otherLength) {
    throw new BestiaryError('invalid_input', `${length} ${what} do not fit ${otherLength} ${other}`);
  }
}
