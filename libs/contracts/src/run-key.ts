import { z } from 'zod';

const Keys = z.array(z.string());

/** What a search can name. */
export const RunKeys = z.object({ metrics: Keys, params: Keys, tags: Keys });
export type RunKeys = z.infer<typeof RunKeys>;
