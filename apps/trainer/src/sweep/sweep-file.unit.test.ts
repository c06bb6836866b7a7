import { describe, expect, it } from 'vitest';
import { checkTrainings, withOptions } from './create-sweep.ts';
import { parseSweepFile } from './sweep-file.ts';

const YAML = `name: heads
project: flowers
training:
  data: ./flowers
  skip_bad: true
space:
  learning_rate: { type: float, low: 1e-5, high: 1e-1, log: true }
  epochs: 20
holdout: 0.2
objective: { metric: val_loss, goal: min }
budget: { trials: 10 }
trials:
  maxAttempts: 2
`;
const JSON_TEXT = `{ "project": "flowers", "name": "heads",
  "training": { "data": "./flowers", "skip_bad": true },
  "space": { "learning_rate": { "type": "float", "low": 1e-5, "high": 1e-1, "log": true }, "epochs": 20 },
  "objective": { "metric": "val_loss", "goal": "min" }, "budget": { "trials": 10 },
  "holdout": 0.2, "trials": { "maxAttempts": 2 }
}`;

function refusal(text: string): string {
  try {
    parseSweepFile(text, 'heads.yaml');
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('expected a refusal');
}

describe("a sweep's file", () => {
  it.each([YAML, JSON_TEXT])('says what is searched, and what every trial has', (text) => {
    const { config, project, training } = parseSweepFile(text, 'heads.yaml');
    expect(project).toBe('flowers');
    expect(config).toMatchObject({ name: 'heads', budget: { trials: 10 } });
    expect(Object.keys(config.space)).toEqual(['learning_rate', 'epochs']);
    expect(training).toMatchObject({
      args: { data: './flowers', skip_bad: true },
      holdout: 0.2,
      maxAttempts: 2,
      leaseSeconds: 60,
    });
  });

  it.each([
    ['  skip_bad: true', '  skip_bad: 3', 'line 5: skip_bad: expected true or false, got 3'],
    ['  skip_bad: true', '  folds: 3', 'line 5: training.folds: a training has no setting "folds"'],
    [
      'learning_rate',
      'learnig_rate',
      'line 7: space.learnig_rate: a training has no parameter "learnig_rate"',
    ],
    ['low: 1e-5', 'low: 1', 'line 7: space.learning_rate.low: low (1) must be less than high (0.1)'],
    ['epochs: 20', 'epochs: 0', 'line 8: epochs: expected a whole number from 1 to 100000, got 0'],
    ['epochs: 20', 'epochs: [20', 'line 9'],
    ['holdout: 0.2', 'holdout: 2', 'line 9: holdout: Too big'],
    ['metric: val_loss', 'metric: vloss', 'line 10: objective.metric: a training does not measure "vloss"'],
    ['maxAttempts: 2', 'maxAttempts: two', 'line 13: trials.maxAttempts'],
    [
      'data: ./flowers',
      'learning_rate: 1',
      'line 4: training.learning_rate: learning_rate is a parameter of the space',
    ],
  ])('names what is wrong and its line: %s → %s', (from, to, message) => {
    expect(YAML).toContain(from);
    expect(refusal(YAML.replace(from, to))).toContain(message);
  });

  it('is refused where a point of it contradicts itself', () => {
    const text = YAML.replace('epochs: 20', 'momentum: { type: float, low: 0.1, high: 0.9 }');
    expect(() => checkTrainings(parseSweepFile(text, 'x'))).toThrow('--momentum belongs to sgd and rmsprop');
  });

  it('gives way to the command line, with paths that hold everywhere', () => {
    const file = parseSweepFile(YAML, 'x');
    const { training, project } = withOptions(file, {
      set: ['batch_size=4', 'skip_bad=false'],
      project: 'mine',
    });
    expect(training.args).toMatchObject({ batch_size: 4, skip_bad: false });
    expect(training.args['data']).toMatch(/^\/.*flowers$/);
    expect(project).toBe('mine');
    expect(() => withOptions(file, { set: ['epochs=3'] })).toThrow('epochs is a parameter of the space');
    expect(() => withOptions(file, { set: ['batch_size=x'] })).toThrow('batch_size: expected a whole number');
  });
});
