'use client';
import { createContext, use } from 'react';
import type { ChartPart } from './chart-part.ts';

/** What the charts of a page are drawn of. */
export interface ChartSource {
  /** said in the title of a picture: the run's name */
  subject?: string | undefined;
  /** the line of a report that draws a chart of this page as it is now; left out where charts are in a report already */
  lineOf?: ((part: ChartPart, own?: Readonly<Record<string, string>>) => string) | undefined;
}

const Context = createContext<ChartSource>({});

export const ChartSourceProvider = Context.Provider;

export function useChartSource(): ChartSource {
  return use(Context);
}
