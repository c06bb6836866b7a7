import type { ReactNode } from 'react';
import type { ChartPart } from '../../charts/chart-part.ts';

/** The parts that the evaluation of a run has, for a page to lay out. */
export interface JudgedRun<Part extends ChartPart> {
  parts: Readonly<Record<Part, ReactNode>>;
  /** the images of what was clicked */
  images: ReactNode;
  isPicked: boolean;
}
