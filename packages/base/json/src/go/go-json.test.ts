import { LocatedError } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareUtf8 } from './compare-utf8.js';
import { goQuote } from './go-quote.js';
import { compactJsonText, parseGoJson, parseJsonText } from './json-text.js';
import { renderGoJson } from './render-go-json.js';
import { goTypeName, renderGoFloat, renderGoValue } from './render-go-value.js';

describe('goQuote', () => {
  it.each([
    ['plain', '"plain"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\u0007\b\f\n\r\t\v', '"\\a\\b\\f\\n\\r\\t\\v"'],
    ['\u0000\u001b\u007f', '"\\x00\\x1b\\x7f"'],
    ['\u0080\u00a0\u200b\ufeff', '"\\u0080\\u00a0\\u200b\\ufeff"'],
    ['é😀 ñ', '"é😀 ñ"'],
    ['\u{10ffff}', '"\\U0010ffff"'],
    ['\ud800', '"\uFFFD"'],
  ])('%j', (text, quoted) => expect(goQuote(text)).toBe(quoted));
});

describe('renderGoJson', () => {
  it.each([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ a: undefined, b: {} }, '{"b":{}}'],
    ['<a>&\u2028\u2029', '"\\u003ca\\u003e\\u0026\\u2028\\u2029"'],
    ['\u0000\b\f\n\r\t\u001f\u007f"\\', '"\\u0000\\b\\f\\n\\r\\t\\u001f\u007f\\"\\\\"'],
    ['\ud800x😀', '"\\ufffdx😀"'],
    [[1e21, 1e-7, -0, 123456789, 0.1], '[1e+21,1e-7,-0,123456789,0.1]'],
    [{ '\uffff': 1, '😀': 2 }, '{"\uffff":1,"😀":2}'],
  ])('%j', (value, text) => expect(renderGoJson(value)).toBe(text));

  it('indents like MarshalIndent', () => {
    expect(renderGoJson({ a: [1, {}], b: [] }, { indent: '  ' })).toBe(
      '{\n  "a": [\n    1,\n    {}\n  ],\n  "b": []\n}',
    );
  });

  it('leaves HTML alone when told to', () => expect(renderGoJson('<&>', { escapeHtml: false })).toBe('"<&>"'));
});

it.each([
  [100000, '100000'],
  [123456, '123456'],
  [1e6, '1e+06'],
  [1234567.5, '1.2345675e+06'],
  [1e21, '1e+21'],
  [0.0001, '0.0001'],
  [0.00001, '1e-05'],
  [1.5, '1.5'],
  [-0, '-0'],
  [Number.POSITIVE_INFINITY, '+Inf'],
])('renderGoFloat %d', (value, text) => expect(renderGoFloat(value)).toBe(text));

it('renderGoValue writes decoded JSON as %v does', () => {
  const value = { b: null, a: [1, 'x y', 1.5, true], n: 12345678, gone: undefined };
  expect(renderGoValue(value)).toBe('map[a:[1 x y 1.5 true] b:<nil> n:12345678]');
  expect([null, 1, 1.5, 'x', true, [], {}].map(goTypeName)).toEqual([
    '<nil>',
    'int64',
    'float64',
    'string',
    'bool',
    '[]interface {}',
    'map[string]interface {}',
  ]);
});

describe('parseGoJson', () => {
  it.each([
    ['', 'unexpected end of JSON input'],
    [' {', 'unexpected end of JSON input'],
    ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
    ['[1,]', "invalid character ']' looking for beginning of value"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['[1 2]', "invalid character '2' after array element"],
    ['1 2', "invalid character '2' after top-level value"],
    ['01', "invalid character '1' after top-level value"],
    ['-x', "invalid character 'x' in numeric literal"],
    ['1.x', "invalid character 'x' after decimal point in numeric literal"],
    ['1ex', "invalid character 'x' in exponent of numeric literal"],
    ['nul!', "invalid character '!' in literal null (expecting 'l')"],
    ['"a\nb"', "invalid character '\\n' in string literal"],
    ['"\\x"', "invalid character 'x' in string escape code"],
    ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
    ["'a'", "invalid character '\\'' looking for beginning of value"],
    ['é', "invalid character 'Ã' looking for beginning of value"],
    ['😀', "invalid character 'ð' looking for beginning of value"],
  ])('%j is refused', (text, message) => {
    expect(() => parseGoJson(text)).toThrow(new LocatedError({ code: 'json-syntax', message }));
  });

  it('bounds the depth without using up the stack', () => {
    expect(() => parseJsonText('['.repeat(100_000))).toThrow('exceeded max depth');
    expect(() => parseGoJson('['.repeat(10_001) + ']'.repeat(10_001))).toThrow('exceeded max depth');
    expect(() => parseGoJson(`"${'['.repeat(10_001)}"`)).not.toThrow();
    expect(() => parseGoJson(`[${'{},'.repeat(20_000)}0]`)).not.toThrow();
  });

  it('keeps keys that name prototype members as plain members', () => {
    const value = parseGoJson('{"__proto__":{"x":1},"constructor":2}');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor']);
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });

  it('agrees with JSON.parse on what is JSON', () => {
    const fragment = fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"',
      '1',
      '-',
      '.5',
      'e3',
      'true',
      'null',
      ' ',
      '\\',
      '\\u00',
      '\n',
      'é',
    );
    fc.assert(
      fc.property(fc.array(fragment, { maxLength: 12 }), (parts) => {
        const text = parts.join('');
        expect(isAccepted(() => parseJsonText(text))).toBe(isAccepted(() => JSON.parse(text)));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps the meaning when compacting', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.constantFrom(0, 1, 3), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        expect(JSON.parse(compactJsonText(parseJsonText(text)))).toEqual(JSON.parse(text));
      }),
    );
  });
});

it('compareUtf8 orders as the UTF-8 bytes do', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      expect(Math.sign(compareUtf8(a, b))).toBe(Math.sign(Buffer.compare(Buffer.from(a), Buffer.from(b))));
    }),
  );
});

function isAccepted(parse: () => unknown): boolean {
  try {
    parse();
    return true;
  } catch {
    return false;
  }
}
