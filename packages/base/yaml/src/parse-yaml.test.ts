import { LocatedError } from '@gotk/located-error';
import { describe, expect, it } from 'vitest';
import { parseExactYaml, parseYaml } from './parse-yaml.js';

describe('values as Kubernetes reads them', () => {
  it.each([
    ['a: yes\nb: off\nc: "yes"\n', { a: true, b: false, c: 'yes' }],
    ['on: push\n', { true: 'push' }],
    ['a: 017\nb: 0o17\nc: 0x1F\nd: 0b11\ne: 1_000\n', { a: 15, b: 15, c: 31, d: 3, e: 1000 }],
    ['a: 1e400\nb: 1:20\nc: 2001-12-14\n', { a: '1e400', b: '1:20', c: '2001-12-14' }],
    ['a: ~\nb:\nc: null\n', { a: null, b: null, c: null }],
    ['a: !!str 1\nb: !!binary aGk=\nc: !custom x\n', { a: '1', b: 'hi', c: 'x' }],
    ['a: &x {k: 1}\nb: {<<: *x, l: 2}\n', { a: { k: 1 }, b: { k: 1, l: 2 } }],
    ['a: 1\na: 2\n', { a: 2 }],
    ['- - a\n  - b\n-\n  c: d\n', [['a', 'b'], { c: 'd' }]],
    ['a: plain\n\n  more\n', { a: 'plain\nmore' }],
    ['a: |\n  x\n   y\n\nb: >-\n  x\n  y\n', { a: 'x\n y\n', b: 'x y' }],
    ['a: "\\u00e9\\x41\\\n  b"\n', { a: 'éAb' }],
    ['{"a": [1, 2.5, "x"]}', { a: [1, 2.5, 'x'] }],
    ['---\na: 1\n---\nb: 2\n', { a: 1 }],
    ['{}: a\n', {}],
    ['', null],
    ['# nothing\n', null],
  ])('%j', (text, value) => expect(parseYaml(text)).toEqual(value));

  it('rounds integers beyond 2^53, or keeps them', () => {
    expect(parseYaml('a: 12345678901234567890')).toEqual({ a: 12345678901234567000 });
    expect(parseExactYaml('a: 12345678901234567890')).toEqual({ a: 12345678901234567890n });
  });

  it('reads UTF-16 and drops byte order marks', () => {
    expect(parseYaml(Uint8Array.from([0xff, 0xfe, 0x61, 0, 0x3a, 0, 0x20, 0, 0x31, 0]))).toEqual({ a: 1 });
    expect(parseYaml('\ufeffa: 1')).toEqual({ a: 1 });
  });
});

describe('values as kustomize reads them', () => {
  it.each([
    ['a: yes\nb: true\n', { a: 'yes', b: true }],
    ['a: 2001-12-14t21:59:43.10-05:00\n', { a: '2001-12-14T21:59:43.1-05:00' }],
    ['01: v\n', { '01': 'v' }],
    ['a: &x {k: 1}\nb: {k: 2, <<: *x}\n', { a: { k: 1 }, b: { k: 2 } }],
    // What follows is not what YAML says, but what writing and reading again makes of it.
    ['a: {b}\n', { a: { b: '' } }],
    ['a: >+\n  x\n\n\n', { a: 'x\n\n\n\n' }],
    ['~: v\n', {}],
    ['---\n', {}],
  ])('%j', (text, value) => expect(parseYaml(text, { dialect: 'kyaml' })).toEqual(value));

  it('has nothing to say about an empty text', () => {
    expect(() => parseYaml('', { dialect: 'kyaml' })).toThrow(new LocatedError({ code: 'yaml-empty', message: 'EOF' }));
  });
});

describe('errors', () => {
  it.each([
    ['a: b: c\n', 'yaml: mapping values are not allowed in this context', 1, 5],
    ['a:\n\tb: 1\n', 'yaml: line 2: found character that cannot start any token', 2, 1],
    ['a:\n  b: 1\n c: 2\n', 'yaml: line 2: did not find expected key', 3, 2],
    ['a: [1, 2\n', "yaml: line 1: did not find expected ',' or ']'", 2, 1],
    ['a: 1\nb\n', "yaml: line 3: could not find expected ':'", 3, 1],
    ['a: "x\n', 'yaml: line 2: found unexpected end of stream', 2, 1],
    ['a: *x\n', "yaml: unknown anchor 'x' referenced", 1, 4],
    ['a: &x [*x]\n', "yaml: anchor 'x' value contains itself", 1, 8],
    ['a: !!int x\n', 'yaml: cannot decode !!str `x` as a !!int', 1, 4],
  ])('%j has Go’s text and a place', (text, message, line, column) => {
    const error = errorOf(() => parseYaml(text, { file: 'x.yaml' }));
    expect(error).toMatchObject({ code: 'yaml-syntax', message, at: { file: 'x.yaml', line, column } });
  });

  it('count lines of the file from where the text begins', () => {
    const error = errorOf(() => parseYaml('a: b: c\n', { file: 'x.yaml', startLine: 10 }));
    expect(error).toMatchObject({ at: { line: 10, column: 5 } });
  });

  it('name every repeated key when strict', () => {
    expect(() => parseYaml('a: 1\na: 2\na: 3\n', { strict: true })).toThrow(
      'yaml: unmarshal errors:\n  line 2: key "a" already set in map\n  line 3: key "a" already set in map',
    );
  });

  it.each([
    ['a: {~: {~: 1}}\n', 'key: <nil>, value: map[interface {}]interface {}{interface {}(nil):1}'],
    ['a: {~: .inf}\n', 'value: +Inf'],
    ['a: {b: .inf, a: -.inf}\n', 'json: unsupported value: -Inf'],
  ])('%j has no JSON form, which is found from the outside in', (text, message) => {
    expect(() => parseYaml(text)).toThrow(message);
  });

  it('of what a repeated key replaces are none', () => {
    expect(parseYaml('a: {~: 1}\na: .inf\na: 2\n')).toEqual({ a: 2 });
  });

  it('tell of characters that are not allowed', () => {
    expect(() => parseYaml('a: \u0001')).toThrow('yaml: control characters are not allowed');
    expect(() => parseYaml(Uint8Array.from([0x61, 0xff]))).toThrow('yaml: invalid leading UTF-8 octet');
  });
});

describe('bounds', () => {
  it('stops at a depth nobody can use', () => {
    expect(() => parseYaml('['.repeat(100_000))).toThrow('exceeded max depth');
    expect(() => parseYaml(nested(5000))).toThrow('exceeded max depth');
    expect(JSON.stringify(parseYaml(nested(1000)))).toHaveLength(1000 * 6 + 1);
  });

  it('stops aliases that grow exponentially', () => {
    const levels = Array.from({ length: 12 }, (_, i) => `l${i + 1}: &l${i + 1} [${`*l${i},`.repeat(9)}*l${i}]`);
    expect(() => parseYaml(['l0: &l0 x', ...levels].join('\n'))).toThrow('document contains excessive aliasing');
  });

  it('keeps keys that name prototype members as plain fields', () => {
    for (const dialect of ['sigs', 'kyaml'] as const) {
      const value = parseYaml('__proto__: {x: 1}\nconstructor: 2\n', { dialect });
      expect(Object.entries(value as object)).toEqual([
        ['__proto__', { x: 1 }],
        ['constructor', 2],
      ]);
    }
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
  });
});

function nested(depth: number): string {
  return `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`;
}

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
