import { uuidv7 } from '@bestiary/contracts/id';
import type { SavedSearch } from '@bestiary/contracts/saved-search';
import { createApiClient } from '@bestiary/tracking/api-client';
import type { z } from 'zod';
import { DEMO_TAG, type DemoRun } from './seed-demo.ts';

const SEARCH: Omit<z.input<typeof SavedSearch>, 'id'> = {
  name: 'Demo: which learning rate?',
  text: `tags.${DEMO_TAG} = 'true' and tags.question = 'learning rate'`,
  sort: { by: 'metrics.best.val_loss', direction: 'asc' },
  columns: [
    'status',
    'params.learning_rate',
    'metrics.best.val_loss',
    'metrics.val_loss',
    'metrics.best.val_accuracy',
    'duration',
  ],
};
const COMPARISON = 'Demo: four learning rates';
/** names of experiments */
const COMPARED = ['learning rate too low', 'baseline', 'learning rate 0.002', 'learning rate too high'];

/** Saves a search for runs and a comparison of them, where there are none of these names. */
export async function saveDemoViews(serverUrl: string, runs: readonly DemoRun[]): Promise<void> {
  const api = createApiClient(serverUrl);
  const searches = await api.savedSearches.list.query();
  if (!searches.some(({ name }) => name === SEARCH.name)) {
    await api.savedSearches.save.mutate({ id: uuidv7(), ...SEARCH });
  }
  const views = await api.savedViews.list.query({ page: 'compare' });
  if (views.some(({ name }) => name === COMPARISON)) return;
  const ids = COMPARED.map((name) => runs.find((run) => run.name === name)!.id);
  await api.savedViews.save.mutate({
    id: uuidv7(),
    page: 'compare',
    name: COMPARISON,
    state: { search: `?runs=${ids.join(',')}` },
  });
}
