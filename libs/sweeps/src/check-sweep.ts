import { type ParamValue, type SamplerType, type SpaceParam, SweepConfig } from '@bestiary/contracts/sweep';
import { checkSpace } from './check-space.ts';
import { drawRandom } from './draw.ts';
import { SearchSpace } from './search-space.ts';
import { randomOf } from './seed.ts';
import { type SweepIssue } from './sweep-issue.ts';

export type SweepCheck =
  | { readonly ok: true; readonly config: SweepConfig }
  | { readonly ok: false; readonly issues: readonly SweepIssue[] };

export interface CheckOptions {
  /** the parameters that a training takes; left out, any name will do */
  readonly known?: ReadonlySet<string>;
  /** why a training can't be given a value; left out, any will do */
  readonly problemOf?: (name: string, value: ParamValue) => string | undefined;
  /** what a training measures; left out, any objective will do */
  readonly metrics?: readonly string[];
}

const ONE_OBJECTIVE: ReadonlySet<SamplerType> = new Set(['gp', 'cma-es']);

/**
 * Whether a sweep's description makes sense: each part by itself, then the parts together, and at last whether its constraints
 * leave anything to try.
 */
export function checkSweep(description: unknown, options: CheckOptions = {}): SweepCheck {
  const parsed = SweepConfig.safeParse(description);
  if (!parsed.success)
    return {
      ok: false,
      issues: parsed.error.issues.map(({ path, message }) => ({
        path: path.map((part) => (typeof part === 'symbol' ? String(part) : part)),
        message,
      })),
    };
  const config = parsed.data;
  const issues = [
    ...unknownNames(config, options.known),
    ...impossibleValues(config, options),
    ...checkSpace(config.space, config.constraints),
    ...unknownMetrics(config, options.metrics),
    ...checkObjectives(config),
  ];
  if (issues.length === 0) issues.push(...checkPoints(config));
  return issues.length === 0 ? { ok: true, config } : { ok: false, issues };
}

function unknownNames({ space }: SweepConfig, known: ReadonlySet<string> | undefined): SweepIssue[] {
  if (known === undefined) return [];
  return Object.keys(space)
    .filter((name) => !known.has(name))
    .map((name) => ({ path: ['space', name], message: `a training has no parameter "${name}"` }));
}

function impossibleValues({ space }: SweepConfig, { known, problemOf }: CheckOptions): SweepIssue[] {
  if (problemOf === undefined) return [];
  return Object.entries(space).flatMap(([name, param]) => {
    if (known?.has(name) === false) return [];
    return valuesOf(param).flatMap(({ path, value }) => {
      const message = problemOf(name, value);
      return message === undefined ? [] : [{ path: ['space', name, ...path], message }];
    });
  });
}

/** The values that a parameter may have, of a range its ends, and where they stand in its description. */
function valuesOf(param: SpaceParam): { path: SweepIssue['path']; value: ParamValue }[] {
  switch (param.type) {
    case 'float':
    case 'int':
      return [
        { path: ['low'], value: param.low },
        { path: ['high'], value: param.high },
      ];
    case 'categorical':
      return param.choices.map((value, i) => ({ path: ['choices', i], value }));
    case 'ordinal':
      return param.values.map((value, i) => ({ path: ['values', i], value }));
    case 'boolean':
      return [{ path: [], value: true }];
    case 'fixed':
      return [{ path: ['value'], value: param.value }];
  }
}

function unknownMetrics({ objective }: SweepConfig, metrics: CheckOptions['metrics']): SweepIssue[] {
  if (metrics === undefined) return [];
  return objective.flatMap(({ metric }, i) =>
    metrics.includes(metric)
      ? []
      : [
          {
            path: objective.length === 1 ? ['objective', 'metric'] : ['objective', i, 'metric'],
            message: `a training does not measure "${metric}", but ${metrics.join(', ')}`,
          },
        ],
  );
}

function checkObjectives({ objective, sampler, pruner }: SweepConfig): SweepIssue[] {
  const issues: SweepIssue[] = [];
  const [first, second] = objective;
  if (second === undefined) return [];
  if (first!.metric === second.metric && first!.aggregate === second.aggregate)
    issues.push({ path: ['objective', 1], message: `both objectives are ${second.metric}` });
  if (ONE_OBJECTIVE.has(sampler.type))
    issues.push({
      path: ['sampler'],
      message: `the sampler ${sampler.type} takes one objective, not two; take tpe, sobol, random or grid`,
    });
  if (pruner.type !== 'none')
    issues.push({
      path: ['pruner'],
      message: `${pruner.type} would end trials by one of two objectives; with two, no trial is pruned`,
    });
  return issues;
}

/** Whether there is a point at all, and each of the user's own is one. */
function checkPoints({ space: params, constraints, enqueue, seed }: SweepConfig): SweepIssue[] {
  const space = new SearchSpace(params, constraints);
  const issues: SweepIssue[] = [];
  try {
    drawRandom(space, randomOf(seed));
  } catch (error) {
    issues.push({ path: ['constraints'], message: (error as Error).message });
  }
  enqueue.forEach((point, i) => {
    const message = space.problemOf(point);
    if (message !== undefined) issues.push({ path: ['enqueue', i], message });
  });
  return issues;
}
