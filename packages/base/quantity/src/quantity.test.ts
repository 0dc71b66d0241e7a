import { LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  compareQuantities,
  isWholeQuantity,
  parseQuantity,
  quantityAsDecimal,
  quantityAsInt64,
  quantityAsNumber,
  quantityInUnits,
  renderQuantity,
  signOfQuantity,
  subtractQuantities,
} from './index.js';

describe('reading and writing', () => {
  it.each([
    ['100m', '100m'],
    ['0.5', '500m'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['1.25Gi', '1280Mi'],
    ['0.1Gi', '107374182400m'],
    ['1024Ki', '1Mi'],
    ['512Ki', '512Ki'],
    ['0.5Ki', '512'],
    ['12e6', '12e6'],
    ['0.0000000001', '1n'],
    ['-1500m', '-1500m'],
    ['9Ei', '9223372036854775807'],
    ['0Ki', '0'],
    // A text that looks canonical at a glance is kept.
    ['+1', '+1'],
    ['01', '01'],
  ])('%s is %s', (text, rendered) => expect(renderQuantity(parseQuantity(text))).toBe(rendered));

  it.each([
    ['', "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"],
    ['1 Gi', 'quantities must match the regular expression'],
    ['1K', "unable to parse quantity's suffix"],
    ['Ei', 'unable to parse numeric part of quantity'],
    ['1'.repeat(5000), 'quantities must match the regular expression'],
  ])('%j is none', (text, message) => expect(() => parseQuantity(text)).toThrow(message));
});

describe('arithmetic', () => {
  it.each([
    ['1', '500m', '1500m', '500m', 1],
    ['1Gi', '1', '1073741825', '1073741823', 1],
    ['0', '1Mi', '1Mi', '-1Mi', -1],
    ['9223372036854775807', '1', '9223372036854775808', '9223372036854775806', 1],
    ['1k', '1000', '2k', '0', 0],
  ])('%s and %s', (left, right, sum, difference, order) => {
    const [a, b] = [parseQuantity(left), parseQuantity(right)];
    expect(renderQuantity(addQuantities(a, b))).toBe(sum);
    expect(renderQuantity(subtractQuantities(a, b))).toBe(difference);
    expect(compareQuantities(a, b)).toBe(order);
  });

  it('compares amounts that nobody could write out, and refuses to add them', () => {
    const huge = parseQuantity('1e1000000000');
    expect(compareQuantities(huge, parseQuantity('5'))).toBe(1);
    expect(() => addQuantities(huge, parseQuantity('5'))).toThrow('too far apart');
  });
});

it('gives amounts as numbers', () => {
  const quantity = parseQuantity('1500m');
  expect(quantityAsNumber(quantity)).toBe(1.5);
  expect(quantityInUnits(quantity, 0)).toBe(2n);
  expect(quantityInUnits(quantity, -3)).toBe(1500n);
  expect(quantityAsInt64(quantity)).toBeUndefined();
  expect(quantityAsInt64(parseQuantity('2Ki'))).toBe(2048n);
  expect(quantityAsDecimal(quantity)).toBe('1.500');
  expect(isWholeQuantity(quantity)).toBe(false);
  expect(signOfQuantity(parseQuantity('-1'))).toBe(-1);
});

describe('properties', () => {
  const text = fc
    .tuple(
      fc.integer({ min: -1_000_000_000, max: 1_000_000_000 }),
      fc.constantFrom('', '.5', '.25', '.125'),
      fc.constantFrom('', 'm', 'u', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3', 'e-3'),
    )
    .map(([whole, fraction, suffix]) => `${whole}${fraction}${suffix}`);

  it('a rendered quantity reads as the same amount', () => {
    fc.assert(
      fc.property(text, (input) => {
        const quantity = parseQuantity(input);
        expect(compareQuantities(parseQuantity(renderQuantity(quantity)), quantity)).toBe(0);
      }),
    );
  });

  it('what is added can be taken away', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [a, b] = [parseQuantity(left), parseQuantity(right)];
        expect(compareQuantities(subtractQuantities(addQuantities(a, b), b), a)).toBe(0);
      }),
    );
  });

  it('any text is read or refused with an error of ours', () => {
    const parts = fc.array(
      fc.constantFrom('1', '0', '.', '-', '+', 'e', 'E', 'K', 'i', 'm', 'n', 'G', ' ', '999999999'),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(parts, (pieces) => {
        try {
          renderQuantity(parseQuantity(pieces.join('')));
        } catch (error) {
          expect(error).toBeInstanceOf(LocatedError);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
