import { TRIAL_STATUSES } from '@bestiary/contracts/sweep';
import {
  createLoader,
  parseAsArrayOf,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

export const SWEEP_TABS = ['course', 'parameters', 'trials', 'judgement', 'workers', 'setup'] as const;
export type SweepTab = (typeof SWEEP_TABS)[number];

export const TRIAL_ORDERS = ['best', 'number', 'duration'] as const;

/** What the URL of a sweep can say. */
export const SWEEP_SEARCH = {
  tab: parseAsStringLiteral(SWEEP_TABS).withDefault('course'),
  /** which trials the table has; none: all */
  status: parseAsArrayOf(parseAsStringLiteral(TRIAL_STATUSES)).withDefault([]),
  order: parseAsStringLiteral(TRIAL_ORDERS).withDefault('best'),
  /** the two parameters of the contours */
  x: parseAsString,
  y: parseAsString,
  /** which objective is looked at, from 0 */
  objective: parseAsInteger.withDefault(0),
};

export const loadSweepSearch = createLoader(SWEEP_SEARCH);
