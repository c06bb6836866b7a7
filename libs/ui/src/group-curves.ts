import type { Curve } from './curve.ts';

/** The curves of one metric: `val_accuracy` is the validation's of `accuracy`. */
export interface MetricGroup {
  metric: string;
  training: Curve | undefined;
  validation: Curve | undefined;
  /** the validation's of each fold of a cross-validation, whose mean `validation` is */
  folds: Curve[];
}

const VALIDATION_PREFIX = 'val_';
const FOLD = /^fold_\d+\/(.+)$/;
/** What is shown first, in this order; other metrics follow by name. */
const FIRST = ['accuracy', 'loss', 'balanced_accuracy'];

/** Puts the curves of a metric together, however many there are; `accuracy` and `loss` come first. */
export function groupCurves(curves: readonly Curve[]): MetricGroup[] {
  const groups = new Map<string, MetricGroup>();
  for (const curve of curves) {
    const inFold = FOLD.exec(curve.name)?.[1];
    const name = inFold ?? curve.name;
    const isValidation = name.startsWith(VALIDATION_PREFIX) && name !== VALIDATION_PREFIX;
    const metric = isValidation ? name.slice(VALIDATION_PREFIX.length) : name;
    const group = groups.get(metric) ?? { metric, training: undefined, validation: undefined, folds: [] };
    if (inFold === undefined) group[isValidation ? 'validation' : 'training'] = curve;
    else if (isValidation) group.folds.push(curve);
    groups.set(metric, group);
  }
  const place = ({ metric }: MetricGroup) => {
    const first = FIRST.indexOf(metric);
    return first < 0 ? FIRST.length : first;
  };
  return [...groups.values()].sort((a, b) => place(a) - place(b) || (a.metric < b.metric ? -1 : 1));
}

/** Metrics that were logged once beside others that have a history: figures, not curves. */
export function splitFigures(groups: readonly MetricGroup[]): { curves: MetricGroup[]; figures: Curve[] } {
  const length = ({ training, validation }: MetricGroup) =>
    Math.max(training?.steps.length ?? 0, validation?.steps.length ?? 0);
  const anyHistory = groups.some((group) => length(group) > 1);
  const isFigure = (group: MetricGroup) => anyHistory && length(group) === 1;
  return {
    curves: groups.filter((group) => !isFigure(group)),
    figures: groups
      .filter(isFigure)
      .flatMap(({ training, validation }) => [training, validation].filter((curve) => curve !== undefined)),
  };
}
