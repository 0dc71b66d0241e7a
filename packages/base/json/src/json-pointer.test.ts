import fc from 'fast-check';
import { expect, it } from 'vitest';
import { canonicalJson } from './canonical-json.js';
import { jsonAt, parseJsonPointer, renderJsonPointer } from './json-pointer.js';
import type { JsonValue } from './json-value.js';

it('pointers survive rendering and parsing', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (steps) => {
      expect(parseJsonPointer(renderJsonPointer(steps))).toEqual(steps);
    }),
  );
});

it('a pointer begins with a slash', () =>
  expect(() => parseJsonPointer('a')).toThrow('nonempty JSON pointer must begin with "/"'));

it.each([
  ['/a/0/b', 1],
  ['', { a: [{ b: 1 }] }],
  ['/a/-1', undefined],
  ['/a/00', undefined],
  ['/toString', undefined],
])('jsonAt %j', (pointer, expected) => expect(jsonAt({ a: [{ b: 1 }] }, parseJsonPointer(pointer))).toEqual(expected));

it.each<[JsonValue, string]>([
  [{ b: 1, a: undefined, '\u20ac': [1e21, -0, 1e-7] }, '{"b":1,"\u20ac":[1e+21,0,1e-7]}'],
  [{ '😀': 1, '\ufb33': 2 }, '{"😀":1,"\ufb33":2}'],
])('canonical text of %j', (value, text) => expect(canonicalJson(value)).toBe(text));
