import { parseGoJson } from '@gotk/json';
import { parseYaml } from '@gotk/yaml';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseCompactJson } from './compact-json.js';
import { duplicateFields } from './duplicate-fields.js';

describe('compact JSON', () => {
  it.each([
    ['spaces', '{"a": 1}'],
    ['a field twice', '{"a":1,"a":2}'],
    ['a long number', '{"a":12345678901234567}'],
    ['a number with a fraction of zero', '{"a":1.0}'],
    ['an escaped code point', '{"a":"\\u0041"}'],
    ['an escaped slash', '{"a":"\\/"}'],
    ['a letter that is not ASCII', '{"a":"\u00e9"}'],
    ['a list', '[1]'],
    ['no JSON', '{"a":1,}'],
    ['YAML', '{a: 1}'],
    ['a prototype', '{"__proto__":{"a":1}}'],
    ['keys that objects sort', '{"b":1,"1":2}'],
    ['a very long key', `{"${'k'.repeat(1100)}":1}`],
    ['very deep lists', `{"a":${'['.repeat(200)}${']'.repeat(200)}}`],
  ])('is not %s', (_, text) => expect(parseCompactJson(text)).toBeUndefined());

  it('may end with a line break', () =>
    expect(parseCompactJson('{"a":[1,"\\n\\"",{}]}\n')).toEqual({ a: [1, '\n"', {}] }));

  it('is what the readers of JSON and YAML make of it', () => {
    const texts = fc.oneof(
      fc.json(),
      fc.dictionary(fc.string(), fc.jsonValue()).map((value) => JSON.stringify(value)),
      fc
        .dictionary(fc.constantFrom('<<', 'y', 'null', '~', 'a b', '- x', '1e3', '? k', '#'), fc.jsonValue())
        .map((value) => JSON.stringify(value)),
    );
    let read = 0;
    fc.assert(
      fc.property(texts, (text) => {
        const value = parseCompactJson(text);
        if (value === undefined) return;
        read++;
        expect(JSON.stringify(parseGoJson(text))).toBe(text);
        expect(duplicateFields(text)).toEqual([]);
        expect(parseYaml(text)).toEqual(value);
        expect(parseYaml(text, { strict: true })).toEqual(value);
      }),
      { numRuns: 2000 },
    );
    expect(read).toBeGreaterThan(50);
  });
});
