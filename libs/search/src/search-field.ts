import {
  fieldOfColumn,
  METRIC_AGGREGATES,
  RUN_ATTRIBUTES,
  type RunAttribute,
  type RunField,
} from '@bestiary/contracts/run-search';

/** What stands before the first dot, MLflow's spellings among them. */
const PREFIXES = new Map<string, 'metrics' | 'params' | 'tags' | 'attributes'>(
  Object.entries({
    metrics: 'metrics',
    metric: 'metrics',
    params: 'params',
    param: 'params',
    parameters: 'params',
    parameter: 'params',
    tags: 'tags',
    tag: 'tags',
    attributes: 'attributes',
    attribute: 'attributes',
    attr: 'attributes',
    run: 'attributes',
  }),
);

/** Other names of attributes: MLflow's, and those of the columns of the runs table. */
const ALIASES = new Map<string, RunAttribute>(
  Object.entries({
    run_name: 'name',
    run_id: 'id',
    start_time: 'started',
    end_time: 'ended',
    createdat: 'created',
    startedat: 'started',
    endedat: 'ended',
  }),
);

/** What a word must not have in it to stand without quotes. */
const NEEDS_QUOTES = /[\s()<>=!,'"`]/;

/** A field by its spelling, or the reason why it is none. */
export function parseField(spelling: string): RunField | { unknown: string } {
  const dot = spelling.indexOf('.');
  if (dot === -1) return attribute(spelling);
  const prefix = PREFIXES.get(spelling.slice(0, dot).toLowerCase());
  const rest = spelling.slice(dot + 1);
  if (prefix === undefined) {
    if (spelling.toLowerCase() === 'dataset.name') return { kind: 'attribute', name: 'dataset' };
    return { unknown: `there is no field "${spelling}"; one begins with metrics., params. or tags.` };
  }
  if (prefix === 'attributes') return attribute(unquote(rest));
  const quoted = /^(?:(last|best|min|max)\.)?(["`].*)$/s.exec(rest);
  if (quoted?.[2] !== undefined) {
    const key = unquote(quoted[2]);
    if (prefix === 'params') return { kind: 'param', key };
    if (prefix === 'tags') return { kind: 'tag', key };
    const aggregate = METRIC_AGGREGATES.find((name) => name === quoted[1]) ?? 'last';
    return { kind: 'metric', key, aggregate };
  }
  if (rest === '') return { unknown: `"${spelling}" lacks the key` };
  return fieldOfColumn(`${prefix}.${rest}`);
}

/** The spelling of a field that {@link parseField} reads, quoted where it must be. */
export function spellField(field: RunField): string {
  switch (field.kind) {
    case 'attribute':
      return field.name;
    case 'param':
      return `params.${spellKey(field.key)}`;
    case 'tag':
      return `tags.${spellKey(field.key)}`;
    case 'metric': {
      const misread = METRIC_AGGREGATES.some((name) => field.key.startsWith(`${name}.`));
      const aggregate = field.aggregate === 'last' && !misread ? '' : `${field.aggregate}.`;
      return `metrics.${aggregate}${spellKey(field.key)}`;
    }
  }
}

function spellKey(key: string): string {
  return NEEDS_QUOTES.test(key) ? `\`${key.replaceAll('`', '``')}\`` : key;
}

function attribute(spelling: string): RunField | { unknown: string } {
  const lower = spelling.toLowerCase();
  const name = ALIASES.get(lower) ?? lower;
  if (Object.hasOwn(RUN_ATTRIBUTES, name)) return { kind: 'attribute', name: name as RunAttribute };
  return {
    unknown: `there is no field "${spelling}"; write metrics.${spelling}, params.${spelling} or tags.${spelling}, or one of ${Object.keys(RUN_ATTRIBUTES).join(', ')}`,
  };
}

/** A text without its quotes; inside, a quote is written twice. */
export function unquote(text: string): string {
  const quote = text[0];
  if (quote !== "'" && quote !== '"' && quote !== '`') return text;
  return text.slice(1, -1).replaceAll(quote + quote, quote);
}
