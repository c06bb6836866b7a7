import { describe, expect, it } from 'vitest';
import { matchClasses } from './match-classes.ts';

describe('class folders', () => {
  it("are matched to the model's classes by name, whatever their order", () => {
    expect(matchClasses(['bear', 'cat', 'dragon'], ['dragon', 'bear', 'cat'])).toEqual([1, 2, 0]);
  });

  it('are refused with the names of those that the model lacks, and of those that they lack', () => {
    expect(() => matchClasses(['Bear', 'dragon', 'wolf'], ['bear', 'dragon'])).toThrow(
      'it knows no "Bear", "wolf"; there is no folder "bear"',
    );
  });
});
