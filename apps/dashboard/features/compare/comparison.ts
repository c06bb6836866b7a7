import type { RunDetail } from '@bestiary/contracts/run';
import type { RunStyle } from '@bestiary/ui/run-styles';

/** What every part of a comparison is given. */
export interface Comparison {
  runs: readonly RunDetail[];
  styles: ReadonlyMap<string, RunStyle>;
  /** unambiguous, by id */
  names: ReadonlyMap<string, string>;
  /** the run that stands out */
  emphasised: string | null;
  onEmphasise: (id: string | null) => void;
}
