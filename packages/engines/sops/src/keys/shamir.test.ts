import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { random } from '../testing/sops-files.js';
import { combineShares, splitSecret } from './shamir.js';

it('gives the secret back from any shares that are enough', () =>
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 40 }),
      fc.integer({ min: 2, max: 6 }),
      fc.nat(4),
      (secret, threshold, more) => {
        const shares = splitSecret(secret, { shares: threshold + more, threshold, random });
        expect(Array.from(combineShares(shares.slice(-threshold)))).toEqual(Array.from(secret));
      },
    ),
    { numRuns: 60 },
  ));

describe('shares that do not fit together', () => {
  it.each([
    [[[1, 2]], 'less than two parts cannot be used to reconstruct the secret'],
    [[[1], [2]], 'parts must be at least two bytes'],
    [
      [
        [1, 1],
        [2, 3, 2],
      ],
      'all parts must be the same length',
    ],
    [
      [
        [1, 7],
        [2, 7],
      ],
      'duplicate part detected',
    ],
  ])('%j', (shares, message) => {
    expect(() => combineShares(shares.map((share) => Uint8Array.from(share)))).toThrow(message);
  });
});
