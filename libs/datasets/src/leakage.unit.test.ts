import { expect, it } from 'vitest';
import { findLeaks } from './leakage.ts';

const image = (path: string, sha256: string) => ({ path, sha256 });

it('images whose bytes are on both sides are found, with every path of each side', () => {
  const training = [image('bear/1.jpg', 'x'), image('bear/2.jpg', 'y'), image('dragon/3.jpg', 'x')];
  const heldOut = [image('bear/9.jpg', 'z'), image('bear/8.jpg', 'x'), image('dragon/7.jpg', 'x')];
  expect(findLeaks(training, heldOut)).toEqual([
    { training: ['bear/1.jpg', 'dragon/3.jpg'], heldOut: ['bear/8.jpg', 'dragon/7.jpg'] },
  ]);
});
