import { describe, expect, it } from 'vitest';
import { checkSweepText, parseSweepText } from './sweep-text.ts';

const GOOD = `# a sweep
name: heads
space:
  learning_rate: { type: float, low: 1e-5, high: 1e-1, log: true }
  batch_size: { type: int, low: 1, high: 64, log: true }
  optimizer: { type: categorical, choices: [adam, sgd] }
  momentum: { type: float, low: 0, high: 0.99, when: { optimizer: sgd } }
  image_size: { type: ordinal, values: [96, 128, 160] }
  epochs: 20
constraints:
  - batch_size * image_size <= 8192
objective: { metric: val_loss, goal: min }
budget: { trials: 100 }
enqueue:
  - { learning_rate: 0.001, optimizer: adam }
`;

function issues(text: string): string[] {
  const checked = checkSweepText(text, {
    known: new Set([
      ...'abcdefg',
      'learning_rate',
      'momentum',
      'optimizer',
      'batch_size',
      'image_size',
      'epochs',
    ]),
  });
  return checked.ok
    ? []
    : checked.issues.map(({ line, path, message }) => `${line} ${path.join('.')} ${message}`);
}

/** The good text with a line changed. */
function changed(from: string, to: string): string {
  expect(GOOD).toContain(from);
  return GOOD.replace(from, to);
}

describe('a sweep in YAML', () => {
  it('is read with its defaults filled in and its shorthands written out', () => {
    const config = parseSweepText(GOOD, 'heads.yaml');
    expect(config.space.epochs).toEqual({ type: 'fixed', value: 20 });
    expect(config.space.momentum).toMatchObject({ log: false, when: { optimizer: ['sgd'] } });
    expect(config.objective).toEqual([{ metric: 'val_loss', goal: 'min', aggregate: 'last' }]);
    expect(config.sampler).toEqual({ type: 'tpe', startupTrials: 10, candidates: 24 });
    expect(config).toMatchObject({ seed: 0, repeats: 1, pruner: { type: 'none' } });
    expect(parseSweepText(`${GOOD}sampler: sobol\npruner: asha\n`, 'x')).toMatchObject({
      sampler: { type: 'sobol' },
      pruner: { type: 'asha', reduction: 3, firstRung: 1 },
    });
  });

  it('may be JSON', () => {
    const config = parseSweepText(GOOD, 'heads.yaml');
    expect(parseSweepText(JSON.stringify(config, null, 2), 'heads.json')).toEqual(config);
  });

  it.each([
    ['high: 1e-1', 'high: 1e-7', '4 space.learning_rate.low low (0.00001) must be less than high (1e-7)'],
    ['low: 1e-5', 'low: 0', '4 space.learning_rate.low a logarithmic range begins above 0, not at 0'],
    ['type: int, low: 1', 'type: int, low: 1.5', '5 space.batch_size.low Invalid input: expected int'],
    ['[adam, sgd]', '[adam, adam, sgd]', '6 space.optimizer.choices a choice occurs twice'],
    [
      '{ optimizer: sgd }',
      '{ optimiser: sgd }',
      '7 space.momentum.when.optimiser momentum depends on "optimiser", which is no parameter',
    ],
    [
      '{ optimizer: sgd }',
      '{ optimizer: sdg }',
      '7 space.momentum.when.optimizer momentum would never be active: optimizer is never "sdg", but "adam", "sgd"',
    ],
    [
      '{ optimizer: sgd }',
      '{ learning_rate: 0.1 }',
      'learning_rate is continuous, and a condition compares for equality',
    ],
    ['{ optimizer: sgd }', '{ momentum: 0 }', 'momentum is continuous'],
    ['epochs: 20', 'epocs: 20', '9 space.epocs a training has no parameter "epocs"'],
    ['type: ordinal, values: [96, 128, 160]', 'type: ordinal', '8 space.image_size.values Invalid input'],
    [
      'type: ordinal, values',
      'type: ordinal, value: 3, values',
      '8 space.image_size Unrecognized key: "value"',
    ],
    ['type: ordinal', 'type: oridnal', '8 space.image_size.type Invalid'],
    [
      'batch_size * image_size <= 8192',
      'batch_size * image_size <= 8',
      '10 constraints none of 20000 random points satisfies',
    ],
    [
      'batch_size * image_size',
      'batch_sise * image_size',
      '11 constraints.0 there is no parameter "batch_sise" (character 1',
    ],
    [
      'metric: val_loss, goal: min',
      'metric: val_loss',
      '12 objective.0.goal Invalid option: expected one of "min"|"max"',
    ],
    ['{ trials: 100 }', '{}', '13 budget a budget names trials, seconds or plateau'],
    [
      'optimizer: adam }',
      'optimizer: adam, momentum: 0.5 }',
      '15 enqueue.0 momentum does not exist where optimizer is "adam"',
    ],
    ['learning_rate: 0.001', 'learning_rate: 5', '15 enqueue.0 learning_rate is never 5 in this space'],
  ])('with %s → %s names line and parameter: %s', (from, to, expected) => {
    expect(issues(changed(from, to)).join('\n')).toContain(expected);
  });

  it('says that conditions go in a circle, and along which parameters', () => {
    const space = `
space:
  a: { type: boolean, when: { b: true } }
  b: { type: boolean, when: { a: true } }
objective: { metric: loss, goal: min }
budget: { trials: 1 }
`;
    expect(issues(space)).toEqual(['3 space.a.when conditions go in a circle: a → b → a']);
  });

  it('refuses what one objective needs where there are two', () => {
    const two = changed(
      'objective: { metric: val_loss, goal: min }',
      'objective: [{ metric: val_loss, goal: min }, { metric: size, goal: min }]\npruner: asha\nsampler: gp',
    );
    expect(issues(two).map((issue) => issue.split(' ').slice(0, 2).join(' '))).toEqual([
      '14 sampler',
      '13 pruner',
    ]);
  });

  it('says where the YAML itself is broken', () => {
    expect(issues('space:\n  a: {type: boolean\nobjective: x\n')[0]).toMatch(/^[23] /);
    expect(issues('space:\n  a: 1\n  a: 2\n')[0]).toMatch(/^3 .*unique/);
    expect(issues('')[0]).toMatch(/^1 /);
    expect(issues('- 1\n')[0]).toMatch(/^1 /);
  });

  it('refuses a bomb of aliases', () => {
    const bomb = ['a: &a [x, x, x, x, x, x, x, x, x]'];
    for (let i = 1; i < 9; i++) {
      const [now, before] = [i, i - 1].map((k) => String.fromCharCode(97 + k));
      bomb.push(`${now}: &${now} [${Array(9).fill(`*${before}`).join(', ')}]`);
    }
    expect(issues(bomb.join('\n'))[0]).toContain('alias');
  });

  it('is refused with all its issues in one message', () => {
    const text = changed('high: 1e-1', 'high: 1e-7').replace('trials: 100', 'trials: 0');
    expect(() => parseSweepText(text, 'heads.yaml')).toThrowError(
      expect.objectContaining({
        code: 'invalid_input',
        message: expect.stringMatching(
          /^heads\.yaml describes no sweep:\n {2}line 4: space\.learning_rate\.low: .*\n {2}line 13: budget\.trials: .*$/,
        ),
      }),
    );
  });
});

describe('a sweep over settings of a training', () => {
  const checks = {
    known: new Set(['optimizer', 'batch_size', 'epochs']),
    problemOf: (name: string, value: unknown) =>
      name === 'batch_size' && Number(value) < 1
        ? `${name}: expected 1 or more, got ${String(value)}`
        : undefined,
    metrics: ['val_loss'],
  };
  const check = (space: string, metric = 'val_loss') => {
    const text = `space:\n  ${space}\nobjective: { metric: ${metric}, goal: min }\nbudget: { trials: 1 }\n`;
    const checked = checkSweepText(text, checks);
    return checked.ok ? [] : checked.issues.map(({ line, message }) => `${line} ${message}`);
  };

  it.each([
    'batch_size: { type: int, low: 0, high: 4 }',
    'batch_size: { type: float, low: 0, high: 4 }',
    'batch_size: { type: categorical, choices: [4, 0] }',
    'batch_size: { type: ordinal, values: [4, 0] }',
    'batch_size: 0',
  ])('names a value that a training does not take, and its line: %s', (space) => {
    expect(check(space)).toEqual(['2 batch_size: expected 1 or more, got 0']);
  });

  it('names an objective that a training does not measure', () => {
    expect(check('batch_size: 4', 'val_los')).toEqual([
      '3 a training does not measure "val_los", but val_loss',
    ]);
  });

  it('is right where all of it can be trained', () => {
    expect(check('batch_size: { type: int, low: 1, high: 64 }')).toEqual([]);
  });
});
