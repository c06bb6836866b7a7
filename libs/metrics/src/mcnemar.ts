import { binomialAtMost, binomialProbability } from './binomial-distribution.ts';

/**
 * The exact two-sided p-value of McNemar's test: how likely are splits of the images on which two runs differ that are at
 * least as uneven as this one, were both runs equally good.
 *
 * Source: Q. McNemar, Psychometrika 12 (1947), 153-157, with the binomial distribution in place of its chi-squared.
 *
 * @param onlyA how many images A alone has right
 * @param onlyB how many images B alone has right
 * @returns 0..1; 1 where the runs differ on no image
 */
export function exactMcNemar(onlyA: number, onlyB: number): number {
  return Math.min(1, 2 * binomialAtMost(Math.min(onlyA, onlyB), onlyA + onlyB, 0.5));
}

/**
 * As {@link exactMcNemar}, but splits exactly as uneven count half: less conservative, and its errors may be a little more
 * frequent than the p-value says.
 *
 * Source: Fagerland, Lydersen and Laake, "The McNemar test for binary matched-pairs data: mid-p and asymptotic are better than
 * exact conditional", BMC Medical Research Methodology 13:91 (2013).
 */
export function midPMcNemar(onlyA: number, onlyB: number): number {
  const same = binomialProbability(onlyA, onlyA + onlyB, 0.5);
  if (onlyA === onlyB) return 1 - same / 2;
  return exactMcNemar(onlyA, onlyB) - same;
}
