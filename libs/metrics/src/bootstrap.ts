import { BinomialSampler } from './binomial-sampler.ts';
import { type Confusion, emptyConfusion, labelledAs } from './confusion.ts';
import { type Interval, NO_INTERVAL } from './interval.ts';
import { quantile } from './quantile.ts';
import { Random } from './random.ts';
import { balancedAccuracy } from './accuracy.ts';

/*
 * A stratified bootstrap draws, of each label, as many rows as there are, with replacement. Only the counts of its confusion
 * matrix matter, and each row drawn falls into a cell of its label's column with the probability of that cell's share, independently of the
 * others: the column's counts are multinomial. So they are drawn directly, cell by cell, each binomial among the rows not yet placed;
 * nothing depends on the number of rows. Intervals are those of the 2.5 and 97.5 percentiles.
 *
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), sections 8.3 and 13.3.
 */

/**
 * A figure of a confusion matrix with its 95 % stratified bootstrap interval.
 *
 * @param statistic of a matrix `[classes][classes]`, rows predictions, columns labels, which it must not keep: it is overwritten.
 *   Draws where it is `NaN` are left out
 * @param seed the same seed gives the same interval
 * @returns all `null` where the statistic of `confusion` is `NaN`
 */
export function bootstrapInterval(
  confusion: Confusion,
  statistic: (drawn: Confusion) => number,
  seed: number,
  draws = 2000,
): Interval {
  const value = statistic(confusion);
  if (Number.isNaN(value)) return NO_INTERVAL;
  const random = new Random(seed);
  const drawn = emptyConfusion(confusion.length);
  const columns = confusion.map((_, label) => columnOf(confusion, label));
  const figures: number[] = [];
  for (let i = 0; i < draws; i++) {
    for (const column of columns) redraw(drawn, column, random);
    const figure = statistic(drawn);
    if (!Number.isNaN(figure)) figures.push(figure);
  }
  return percentiles(value, Float64Array.from(figures));
}

/**
 * Balanced accuracy with its 95 % stratified bootstrap interval: as {@link bootstrapInterval}, but only the hits of each class
 * are drawn, each binomial.
 *
 * @returns all `null` for no rows
 */
export function balancedAccuracyInterval(confusion: Confusion, seed: number, draws = 2000): Interval {
  const value = balancedAccuracy(confusion);
  if (Number.isNaN(value)) return NO_INTERVAL;
  const random = new Random(seed);
  const figures = new Float64Array(draws);
  let labels = 0;
  confusion.forEach((row, label) => {
    const labelled = labelledAs(confusion, label);
    if (labelled === 0) return;
    labels += 1;
    const sampler = new BinomialSampler(labelled, row[label]! / labelled);
    for (let i = 0; i < draws; i++) figures[i]! += sampler.draw(random) / labelled;
  });
  return percentiles(
    value,
    figures.map((sum) => sum / labels),
  );
}

/** The cells of a column that have rows. */
interface Column {
  readonly label: number;
  readonly labelled: number;
  readonly cells: readonly { readonly predicted: number; readonly count: number }[];
}

function columnOf(confusion: Confusion, label: number): Column {
  const cells = confusion
    .map((row, predicted) => ({ predicted, count: row[label]! }))
    .filter(({ count }) => count > 0);
  return { label, labelled: labelledAs(confusion, label), cells };
}

function redraw(drawn: number[][], { label, labelled, cells }: Column, random: Random): void {
  let rows = labelled;
  let weight = labelled;
  for (const { predicted, count } of cells) {
    const hits = new BinomialSampler(rows, count / weight).draw(random);
    drawn[predicted]![label] = hits;
    rows -= hits;
    weight -= count;
  }
}

function percentiles(value: number, figures: Float64Array): Interval {
  figures.sort();
  return { value, low: quantile(figures, 0.025), high: quantile(figures, 0.975) };
}
