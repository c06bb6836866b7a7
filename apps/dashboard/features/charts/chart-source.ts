'use client';
import { createContext, use } from 'react';

/** What the charts of a page are drawn of. */
export interface ChartSource {
  /** said in the title of a picture: the run's name */
  subject?: string | undefined;
}

const Context = createContext<ChartSource>({});

export const ChartSourceProvider = Context.Provider;

export function useChartSource(): ChartSource {
  return use(Context);
}
