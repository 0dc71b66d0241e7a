import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJsonObject, type JsonObject, type JsonValue } from '../json-value.js';
import { applyMergePatch, applyMergePatchText, createMergePatch, createThreeWayMergePatch } from './merge-patch.js';

describe('applyMergePatch', () => {
  it.each<[string, JsonValue, JsonValue, JsonValue]>([
    [
      'changes, adds and removes',
      { a: 1, b: { c: 1, d: 2 } },
      { a: 2, b: { c: null }, e: 3 },
      { a: 2, b: { d: 2 }, e: 3 },
    ],
    ['replaces lists whole', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['drops nulls of what it adds', {}, { a: { b: null, c: 1 } }, { a: { c: 1 } }],
    ['keeps nulls of a list that replaces an object', { a: { b: 1 } }, { a: [{ b: null }] }, { a: [{ b: null }] }],
    ['drops them where it replaces a scalar', { a: 1 }, { a: [{ b: null }] }, { a: [{}] }],
    ['takes a list as the new document', { a: 1 }, [1], [1]],
  ])('%s', (_title, document, patch, expected) => expect(applyMergePatch(document, patch)).toEqual(expected));

  it.each<[JsonValue, JsonValue, string]>([
    [null, {}, 'Invalid JSON Document'],
    [{}, null, 'Invalid JSON Patch'],
    [{}, 'x', 'Invalid JSON Patch'],
  ])('refuses %j with %j', (document, patch, message) =>
    expect(() => applyMergePatch(document, patch)).toThrow(message),
  );

  it('keeps the spelling of texts', () =>
    expect(applyMergePatchText('{"b":1.0}', '{"a":2.50}')).toBe('{"a":2.50,"b":1.0}'));
});

describe('createThreeWayMergePatch', () => {
  it('deletes what was applied before and keeps what others added', () => {
    const patch = createThreeWayMergePatch({
      original: { a: 1, b: 2 },
      modified: { a: 3 },
      current: { a: 1, b: 2, other: 4 },
    });
    expect(patch).toEqual({ a: 3, b: null });
  });
});

const nullFree = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value ?? 0).replaceAll('null', '0'))) as fc.Arbitrary<JsonValue>;
const object = fc
  .dictionary(fc.constantFrom('a', 'b', 'c', 'd'), nullFree)
  .map((value) => ({ ...value })) as fc.Arbitrary<JsonObject>;

it('a created patch leads from the original to the modified', () => {
  fc.assert(
    fc.property(object, object, (original, modified) => {
      const result = applyMergePatch(original, createMergePatch(original, modified));
      expect(isJsonObject(result)).toBe(true);
      expect(result).toEqual(modified);
    }),
  );
});
