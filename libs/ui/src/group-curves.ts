import type { Curve } from './curve.ts';

/** The curves of one metric: `val_accuracy` is the validation's of `accuracy`. */
export interface MetricGroup {
  metric: string;
  training: Curve | undefined;
  validation: Curve | undefined;
}

const VALIDATION_PREFIX = 'val_';
/** What is shown first, in this order; other metrics follow by name. */
const FIRST = ['accuracy', 'loss', 'balanced_accuracy'];

/** Puts the curves of a metric together, however many there are; `accuracy` and `loss` come first. */
export function groupCurves(curves: readonly Curve[]): MetricGroup[] {
  const groups = new Map<string, MetricGroup>();
  for (const curve of curves) {
    const isValidation = curve.name.startsWith(VALIDATION_PREFIX) && curve.name !== VALIDATION_PREFIX;
    const metric = isValidation ? curve.name.slice(VALIDATION_PREFIX.length) : curve.name;
    const group = groups.get(metric) ?? { metric, training: undefined, validation: undefined };
    group[isValidation ? 'validation' : 'training'] = curve;
    groups.set(metric, group);
  }
  const place = ({ metric }: MetricGroup) => {
    const first = FIRST.indexOf(metric);
    return first < 0 ? FIRST.length : first;
  };
  return [...groups.values()].sort((a, b) => place(a) - place(b) || (a.metric < b.metric ? -1 : 1));
}
