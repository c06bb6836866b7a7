import { SPLITS } from '@bestiary/contracts/dataset';
import { NORMALISATIONS } from '@bestiary/ui/prepare-confusion';
import {
  createLoader,
  parseAsBoolean,
  parseAsFloat,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
} from 'nuqs/server';

export const RUN_TABS = ['overview', 'evaluate', 'images', 'files', 'log', 'setup'] as const;
export type RunTab = (typeof RUN_TABS)[number];

/** What the URL of a run's page can say. */
export const RUN_SEARCH = {
  tab: parseAsStringLiteral(RUN_TABS).withDefault('overview'),
  split: parseAsStringLiteral(SPLITS).withDefault('validation'),
  /** what the shares of the confusion matrix are shares of */
  share: parseAsStringLiteral(NORMALISATIONS).withDefault('column'),
  /** one cell of the confusion matrix, by class number */
  label: parseAsInteger,
  predicted: parseAsInteger,
  /** what was clicked in the evaluation: see `image-pick.ts` */
  show: parseAsString,
  /** the file whose preview is open */
  file: parseAsString,
  smoothing: parseAsFloat.withDefault(0),
  log: parseAsBoolean.withDefault(false),
};

export const loadRunSearch = createLoader(RUN_SEARCH);
