import type { JsonValue } from '@gotk/json';
import { hasErrorCode } from '@gotk/located-error';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findJsonPath, parseJsonPath, relaxJsonPath, renderJsonPath, renderJsonPathAsJson } from './index.js';

const LIST: JsonValue = {
  kind: 'List',
  'dotted.key': 'dk',
  items: [
    { name: 'a', n: 3, labels: { 'a.b/c': 'v' }, ports: [80, 81] },
    { name: 'b', n: 10, gone: null },
    { name: 'c d', big: 12345678 },
  ],
};

describe('renderJsonPath', () => {
  it.each([
    ['kind is {.kind}', 'kind is List'],
    ['{.items[*].name}', 'a b c d'],
    ['{.items[-1:].name}', 'c d'],
    ['{.items[0,2].name}', 'a c d'],
    ["{.items[*]['name','n']}", 'a b c d 3 10'],
    ['{.dotted\\.key}', 'dk'],
    ["{.items[0].labels['a\\.b/c']}", 'v'],
    ['{.items[?(@.n>3)].name}', 'b'],
    ['{.items[?(@.name=="a")].n}', '3'],
    ['{.items[?(@.ports)].name}', 'a'],
    ['{.items..ports[1]}', '81'],
    ['{.items[0].labels}', '{"a.b/c":"v"}'],
    ['{.items[1].gone}', 'null'],
    ['{.items[2].big}', '12345678'],
    ['{range .items[*]}{.name}{"\\t"}{end}.', 'a\tb\tc d\t.'],
    ['{range .items[0:0]}{.name}{end}', ''],
    ['{1.50} {true} {"x\\u00e9"}', '1.5 true xé'],
  ])('%s', (template, text) => expect(renderJsonPath(template, LIST, { allowMissingKeys: true })).toBe(text));

  it.each([
    ['{.nope}', 'json-path', 'nope is not found'],
    ['{.kind[0]}', 'json-path', 'string is not array or slice'],
    ['{.items[5].name}', 'json-path', 'array index out of bounds: index 5, length 3'],
    ['{.items[?(@.n>"x")]}', 'json-path', 'incompatible types for comparison'],
    ['{end}', 'json-path', 'not in range, nothing to end'],
    ['{foo}', 'json-path', 'unrecognized identifier foo'],
    ['{.kind', 'json-path-syntax', 'unclosed action'],
    ['{.kind,.items}', 'json-path-syntax', "unrecognized character in action: U+002C ','"],
    ['{.items["a"]}', 'json-path-syntax', 'invalid array index "a"'],
    ['{"\\q"}', 'json-path-syntax', 'unquote string "\\q" error invalid syntax'],
    ['{......}', 'json-path-syntax', 'invalid multiple recursive descent'],
  ])('%s is refused', (template, code, message) => {
    const render = (): unknown => renderJsonPath(template, LIST);
    expect(render).toThrow(message);
    expect(hasCode(render, code)).toBe(true);
  });

  it('counts whole numbers as floats when told so', () => {
    expect(() => renderJsonPath('{.items[?(@.n==3)].name}', LIST, { numbers: 'float64' })).toThrow(
      'incompatible types',
    );
    expect(renderJsonPath('{.items[2].big}', LIST, { numbers: 'float64' })).toBe('1.2345678e+07');
  });

  it('finds nothing on the prototype', () => {
    expect(renderJsonPath('{.constructor}{.__proto__}{.items.length}', LIST, { allowMissingKeys: true })).toBe('');
  });

  it('bounds what a template may cost', () => {
    const doubling = `{${'[*,*]'.repeat(40)}}`;
    const nested = Array.from({ length: 40 }).reduce<JsonValue>((inner) => [inner], 1);
    expect(() => renderJsonPath(doubling, nested)).toThrow('template looks at too many values');
    expect(() => parseJsonPath(`{${'[?('.repeat(100)}@${')]'.repeat(100)}}`)).toThrow();
    const deep = Array.from({ length: 50_000 }).reduce<JsonValue>((inner) => [inner, 1], []);
    expect(findJsonPath('{..}', deep)[0]).toHaveLength(50_000);
  });
});

it('renderJsonPathAsJson lists results', () => {
  expect(renderJsonPathAsJson('{.items[*].name}', LIST)).toBe('[\n    "a",\n    "b",\n    "c d"\n]\n');
});

it('findJsonPath gives the values', () => {
  expect(findJsonPath(parseJsonPath('{.items[*].n}{.kind}'), LIST)).toEqual([[3, 10], ['List']]);
});

it.each([
  ['metadata.name', '{.metadata.name}'],
  ['{.a}', '{.a}'],
  ['', ''],
])('relaxJsonPath %s', (path, template) => expect(relaxJsonPath(path)).toBe(template));

it('any text is a template or refused, and any template runs or is refused', () => {
  const token = fc.constantFrom(
    '{',
    '}',
    '[',
    ']',
    '[?(',
    ')]',
    '..',
    '.',
    'items',
    'name',
    '*',
    '0',
    '-1',
    ':',
    ',',
    '"',
    "'",
    '\\',
    '==',
    '@',
    'range ',
    'end',
    ' ',
    'é',
    '\n',
  );
  fc.assert(
    fc.property(fc.array(token, { maxLength: 14 }), (tokens) => {
      const template = tokens.join('');
      try {
        expect(renderJsonPath(template, LIST, { allowMissingKeys: true })).toBe(
          renderJsonPath(parseJsonPath(template), LIST, { allowMissingKeys: true }),
        );
      } catch (error) {
        if (!hasErrorCode(error, 'json-path') && !hasErrorCode(error, 'json-path-syntax')) throw error;
      }
    }),
    { numRuns: 3000 },
  );
});

function hasCode(run: () => unknown, code: string): boolean {
  try {
    run();
    return false;
  } catch (error) {
    return hasErrorCode(error, code);
  }
}
