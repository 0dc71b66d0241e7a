import { hasErrorCode } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../json-value.js';
import { applyJsonPatch, applyJsonPatchText, type JsonPatchOptions } from './json-patch.js';

const DOCUMENT = { a: { b: [1, 2, 3], c: 'x' }, 'e/f': 1 };

describe('applyJsonPatch', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['adds a member', [{ op: 'add', path: '/z', value: 1 }], { ...DOCUMENT, z: 1 }],
    [
      'inserts before an index',
      [{ op: 'add', path: '/a/b/1', value: 9 }],
      { ...DOCUMENT, a: { b: [1, 9, 2, 3], c: 'x' } },
    ],
    ['appends with -', [{ op: 'add', path: '/a/b/-', value: 9 }], { ...DOCUMENT, a: { b: [1, 2, 3, 9], c: 'x' } }],
    ['counts from the end', [{ op: 'remove', path: '/a/b/-1' }], { ...DOCUMENT, a: { b: [1, 2], c: 'x' } }],
    ['unescapes steps', [{ op: 'remove', path: '/e~1f' }], { a: DOCUMENT.a }],
    ['moves', [{ op: 'move', from: '/a/c', path: '/c' }], { a: { b: [1, 2, 3] }, 'e/f': 1, c: 'x' }],
    ['copies', [{ op: 'copy', from: '/a/b/0', path: '/n' }], { ...DOCUMENT, n: 1 }],
    ['replaces the whole', [{ op: 'replace', path: '', value: { n: 1 } }], { n: 1 }],
    ['tests deeply', [{ op: 'test', path: '/a', value: { c: 'x', b: [1, 2, 3] } }], DOCUMENT],
  ])('%s', (_title, patch, expected) => expect(applyJsonPatch(DOCUMENT, patch)).toEqual(expected));

  it('shares what it does not touch and changes neither argument', () => {
    const before = structuredClone(DOCUMENT);
    const patched = applyJsonPatch(DOCUMENT, [{ op: 'add', path: '/z', value: 1 }]) as typeof DOCUMENT;
    expect(patched.a).toBe(DOCUMENT.a);
    expect(DOCUMENT).toEqual(before);
  });

  it.each<[string, JsonValue, JsonPatchOptions, string, string]>([
    [
      'a missing parent',
      [{ op: 'add', path: '/n/x', value: 1 }],
      {},
      'json-patch-failed',
      'add operation does not apply: doc is missing path: "/n/x": missing value',
    ],
    [
      'a failed test',
      [{ op: 'test', path: '/a/c', value: 'y' }],
      {},
      'json-patch-test-failed',
      'testing value /a/c failed: test failed',
    ],
    [
      'an absent key in version 5',
      [{ op: 'replace', path: '/n', value: 1 }],
      { version: 5 },
      'json-patch-failed',
      'replace operation does not apply: doc is missing key: /n: missing value',
    ],
    ['an unknown operation', [{ op: 'foo', path: '/a' }], {}, 'json-patch-syntax', 'Unexpected kind: foo'],
    [
      'an unknown operation in version 5',
      [{ op: 'foo', path: '/a' }],
      { version: 5 },
      'json-patch-syntax',
      'invalid operation {"op":"foo","path":"/a"}: unsupported operation',
    ],
    [
      'a patch that is no list',
      {},
      {},
      'json-patch-syntax',
      'json: cannot unmarshal object into Go value of type jsonpatch.Patch',
    ],
    [
      'negative indices when they are off',
      [{ op: 'remove', path: '/a/b/-1' }],
      { negativeIndices: false },
      'json-patch-failed',
      "error in remove for path: '/a/b/-1': Unable to access invalid index: -1: invalid index referenced",
    ],
  ])('refuses %s', (_title, patch, options, code, message) => {
    const apply = (): unknown => applyJsonPatch(DOCUMENT, patch, options);
    expect(apply).toThrow(message);
    expect(codeOf(apply, code)).toBe(true);
  });

  it('makes missing parents when told to', () => {
    const options = { version: 5, ensurePathExistsOnAdd: true } as const;
    expect(applyJsonPatch({}, [{ op: 'add', path: '/a/1/b', value: 1 }], options)).toEqual({ a: [null, { b: 1 }] });
    const far = [{ op: 'add', path: '/a/999999999/b', value: 1 }];
    expect(() => applyJsonPatch({}, far, options)).toThrow('invalid index referenced');
  });

  it('stops copies that double the document', () => {
    const doubling = Array.from({ length: 64 }, (_, index) => ({ op: 'copy', from: '', path: `/x${index}` }));
    expect(() => applyJsonPatch({ a: 'x' }, doubling, { version: 5, copyLimitBytes: 10 })).toThrow(
      'exceeding the limit 10',
    );
    const bomb = Array.from({ length: 64 }, () => ({ op: 'copy', from: '/a', path: '/a/-' }));
    expect(() => applyJsonPatch({ a: ['xxxx'] }, bomb, { copyLimitBytes: 100_000 })).toThrow('exceeding the limit');
  });

  it('treats __proto__ as any other key', () => {
    const patched = applyJsonPatch({}, [{ op: 'add', path: '/__proto__', value: { polluted: 1 } }]);
    expect(Object.keys(patched as object)).toEqual(['__proto__']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('applyJsonPatchText', () => {
  it('keeps spelling and sorts only what version 4 looked into', () => {
    const document = '{"z":{"y":1.0,"x":1e5},"a":{"d":1.0,"c":"\\u0041"}}';
    const patch = '[{"op":"add","path":"/a/b","value":1.50}]';
    expect(applyJsonPatchText(document, patch)).toBe('{"a":{"b":1.50,"c":"\\u0041","d":1.0},"z":{"y":1.0,"x":1e5}}');
    expect(applyJsonPatchText(document, patch, { version: 5 })).toBe(
      '{"z":{"y":1.0,"x":1e5},"a":{"d":1.0,"c":"\\u0041","b":1.50}}',
    );
  });
});

const value = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<JsonValue>;
const step = fc.constantFrom('a', 'b', '', '0', '1', '-', '-1', 'x', '__proto__');
const pointer = fc.array(step, { maxLength: 3 }).map((steps) => steps.map((one) => `/${one}`).join(''));
const operation = fc.record({
  op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
  path: pointer,
  from: pointer,
  value,
});

it('text and value agree, and a refusal is always a patch error', () => {
  const document = fc.record({ a: value, b: fc.array(value, { maxLength: 3 }) });
  fc.assert(
    fc.property(
      document,
      fc.array(operation, { maxLength: 4 }),
      fc.constantFrom(4 as const, 5 as const),
      (doc, patch, version) => {
        const options = { version, ensurePathExistsOnAdd: true };
        const text = outcome(() => JSON.parse(applyJsonPatchText(JSON.stringify(doc), JSON.stringify(patch), options)));
        expect(outcome(() => applyJsonPatch(doc, patch as JsonValue, options))).toEqual(text);
      },
    ),
    { numRuns: 500 },
  );
});

function outcome(apply: () => unknown): unknown {
  try {
    return JSON.parse(JSON.stringify(apply()));
  } catch (error) {
    if (!hasErrorCode(error, 'json-patch-failed') && !hasErrorCode(error, 'json-patch-test-failed')) throw error;
    return (error as Error).message;
  }
}

function codeOf(apply: () => unknown, code: string): boolean {
  try {
    apply();
    return false;
  } catch (error) {
    return hasErrorCode(error, code);
  }
}
