import { describe, expect, it } from 'vitest';
import { mergeDiff } from './merge-diff.js';

describe('mergeDiff', () => {
  it.each([
    ['equal objects', { a: 1, b: { c: [1] } }, { b: { c: [1] }, a: 1 }, undefined],
    ['a changed scalar', { a: 1 }, { a: 2 }, { a: 2 }],
    ['a new field', {}, { a: 1 }, { a: 1 }],
    ['a field taken away', { a: 1 }, {}, { a: null }],
    ['a field set to undefined', { a: 1 }, { a: undefined }, { a: null }],
    ['a nested change', { a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, { a: { c: 3 } }],
    ['a changed list, whole', { a: [1, 2] }, { a: [2] }, { a: [2] }],
    ['a list in place of an object', { a: { b: 1 } }, { a: [1] }, { a: [1] }],
  ])('describes %s', (_name, before, after, expected) => {
    expect(mergeDiff(before, after)).toEqual(expected);
  });

  it('names a field __proto__ like any other', () => {
    const after = JSON.parse('{"__proto__": {"x": 1}}');
    expect(JSON.stringify(mergeDiff({}, after))).toBe('{"__proto__":{"x":1}}');
  });
});
