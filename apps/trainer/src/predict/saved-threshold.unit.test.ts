import { describe, expect, it } from 'vitest';
import { savedThreshold } from './saved-threshold.ts';

const classes = ['bear', 'dragon'];

describe('savedThreshold', () => {
  it('is of the second class, unless the first is named', () => {
    expect(savedThreshold({ threshold: '0.3' }, classes)).toBe(0.3);
    expect(savedThreshold({ threshold: '0.3', threshold_class: 'dragon' }, classes)).toBe(0.3);
    expect(savedThreshold({ threshold: '0.25', threshold_class: 'bear' }, classes)).toBe(0.75);
  });

  it.each<Record<string, string>>([
    {},
    { threshold: '' },
    { threshold: 'high' },
    { threshold: '-0.1' },
    { threshold: '2' },
  ])('is none for %j', (tags) => expect(savedThreshold(tags, classes)).toBeUndefined());

  it('is none with more classes', () => {
    expect(savedThreshold({ threshold: '0.3' }, [...classes, 'wolf'])).toBeUndefined();
  });
});
