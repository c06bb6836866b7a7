import { describe, expect, it } from 'vitest';
import { Constraint, type ValueType } from './constraint.ts';

const TYPES = new Map<string, ValueType>([
  ['batch_size', 'number'],
  ['image_size', 'number'],
  ['optimizer', 'text'],
  ['nesterov', 'boolean'],
  ['organ', 'boolean'],
  ['mixed', 'any'],
]);
const PARAMS = {
  batch_size: 32,
  image_size: 160,
  optimizer: 'sgd',
  nesterov: true,
  organ: false,
  mixed: 'auto',
};

describe('a constraint', () => {
  it.each([
    ['batch_size * image_size <= 5120', true],
    ['batch_size * image_size < 5120', false],
    ['image_size - batch_size - 28 = 100', true],
    ['image_size - (batch_size - 28) == 156', true],
    ['2 + 3 * 4 = 14 and 20 / 2 / 5 = 2 and 7 % 4 = 3', true],
    ['-batch_size + 1 < -+30', true],
    ['1e2 > 99.5 and .5 < 1.', true],
    ['log2(batch_size) = 5 and max(batch_size, image_size, 3) = 160 and pow(2, 3) = 8', true],
    ["optimizer = 'sgd' or nesterov = false and batch_size > 100", true],
    ["(optimizer = 'sgd' or nesterov = false) and batch_size > 100", false],
    ['not nesterov', false],
    ['NOT organ AND nesterov', true],
    ['optimizer in (\'adam\', "sgd")', true],
    ["optimizer not in ('adam', 'sgd')", false],
    ['batch_size in (16, 8 * 4)', true],
    ["mixed = 'auto'", true],
    ['mixed = 3', false],
  ])('%s is %s', (text, holds) => {
    expect(new Constraint(text, TYPES).holds(PARAMS)).toBe(holds);
  });

  it('says nothing where a parameter that it names is not active', () => {
    const constraint = new Constraint('nesterov and batch_size > 100', TYPES);
    expect(constraint.holds({ batch_size: 1 })).toBe(true);
    expect(constraint.holds({ batch_size: 1, nesterov: true })).toBe(false);
    expect([...constraint.names]).toEqual(['nesterov', 'batch_size']);
  });

  it.each([
    ['batch_size <= ', 'the constraint ends too early', 14],
    ['batch_size 3', '"3" is not expected here', 11],
    ['batch_sise > 3', 'there is no parameter "batch_sise"', 0],
    ['batch_size > 3 & nesterov', '"&" is no part of a constraint', 15],
    ['batch_size * 3', 'a constraint is true or false, this is a number: it lacks a comparison', 11],
    ["batch_size = 'big'", 'a number is never compared with a text', 13],
    ['optimizer * 2 > 1', '* takes a number, not a text', 0],
    ['sin(batch_size) > 0', 'there is no function "sin"; there are', 0],
    ['constructor(1) = 1', 'there is no function "constructor"; there are', 0],
    ['pow(2) > 1', 'pow takes 2 numbers, not 1', 0],
    ['nesterov < organ', '< compares no booleans', 9],
    ['', 'the constraint ends too early', 0],
  ])('%s is refused: %s', (text, message, at) => {
    expect(() => new Constraint(text, TYPES)).toThrowError(
      expect.objectContaining({ name: 'ConstraintError', message: expect.stringContaining(message), at }),
    );
  });

  it('runs no code', () => {
    for (const text of [
      'process.exit(1)',
      'globalThis.x = 1',
      '`x`',
      'batch_size => 1',
      '(() => true)()',
      'batch_size["constructor"]',
    ])
      expect(() => new Constraint(text, TYPES)).toThrow();
    expect(new Constraint('__proto__ = 1', new Map([['__proto__', 'number']])).holds({})).toBe(false);
  });
});
